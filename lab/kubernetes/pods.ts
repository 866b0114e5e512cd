import type { KubernetesApi } from "./api-client";
import type { ServiceAccountName } from "./service-accounts";

/** The part of a Pod that is read and written here. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly Volume[];
  };
}

export interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
  }[];
}

export interface Volume {
  readonly name: string;
  readonly projected?: {
    readonly sources: readonly {
      readonly serviceAccountToken?: {
        readonly path: string;
        readonly audience?: string;
        readonly expirationSeconds?: number;
      };
    }[];
  };
}

export interface PodProps {
  readonly name: string;
  readonly serviceAccount: ServiceAccountName;
  /** What the application's own manifest sets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Has the API server admit a pod; what it answers has what the webhooks added. */
export async function createPod(
  api: KubernetesApi,
  props: PodProps,
): Promise<Pod> {
  const { namespace, name } = props.serviceAccount;
  return (await api.succeed("POST", `/api/v1/namespaces/${namespace}/pods`, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: props.name, namespace },
    spec: {
      serviceAccountName: name,
      containers: [
        {
          name: "application",
          image: "lab.invalid/application",
          env: Object.entries(props.environment).map(([key, value]) => ({
            name: key,
            value,
          })),
        },
      ],
    },
  })) as Pod;
}

/** Takes a pod away at once: there is no kubelet that would confirm an orderly end. */
export async function deletePod(api: KubernetesApi, pod: Pod): Promise<void> {
  const { namespace, name } = pod.metadata;
  await api.succeed(
    "DELETE",
    `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=0`,
  );
}
