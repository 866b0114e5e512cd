import type { InjectedIdentity } from "../pods/identity-webhook";
import type { PatchOperation } from "./admission-webhook";
import type { Container, Pod, Volume } from "./pods";

/**
 * The patch by which a pod gets its identity: the token as a projected volume, and in each container the
 * mount and the variables, but those that the pod sets itself.
 */
export function identityPatch(
  pod: Pick<Pod, "spec"> & {
    readonly metadata: Pick<Pod["metadata"], "labels">;
  },
  identity: InjectedIdentity,
): readonly PatchOperation[] {
  const { token } = identity;
  const inject = (container: Container): Container => ({
    ...container,
    env: withVariables(container, {
      ...identity.environment,
      [token.variable]: token.path,
    }),
    volumeMounts: [
      ...(container.volumeMounts ?? []),
      { name: token.volume, mountPath: folderOf(token.path), readOnly: true },
    ],
  });
  const { containers, initContainers, volumes = [] } = pod.spec;
  const add = (path: string, value: unknown): PatchOperation => ({
    op: "add",
    path,
    value,
  });
  return [
    add("/spec/volumes", [...volumes, tokenVolume(token)]),
    add("/spec/containers", containers.map(inject)),
    ...(initContainers
      ? [add("/spec/initContainers", initContainers.map(inject))]
      : []),
    ...(token.audience === "pods.eks.amazonaws.com"
      ? [
          add("/metadata/labels", {
            ...pod.metadata.labels,
            "eks.amazonaws.com/pod-identity": "enabled",
          }),
        ]
      : []),
  ];
}

function withVariables(
  container: Container,
  variables: Readonly<Record<string, string>>,
): Container["env"] {
  const own = container.env ?? [];
  const added = Object.entries(variables)
    .filter(([name]) => !own.some((one) => one.name === name))
    .map(([name, value]) => ({ name, value }));
  return [...own, ...added];
}

function tokenVolume(token: InjectedIdentity["token"]): Volume {
  return {
    name: token.volume,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            audience: token.audience,
            expirationSeconds: token.expirationSeconds,
            path: token.path.slice(folderOf(token.path).length + 1),
          },
        },
      ],
    },
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
