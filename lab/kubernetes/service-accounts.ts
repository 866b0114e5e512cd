import type { KubernetesApi } from "./api-client";

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

/** Makes a namespace where there is none of the name: Terraform expects namespaces to exist. */
export async function ensureNamespace(
  api: KubernetesApi,
  name: string,
): Promise<void> {
  const { status, value } = await api.call("POST", "/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  });
  if (status >= 300 && status !== 409)
    throw new Error(
      `can't make namespace ${name}: ${status} ${JSON.stringify(value)}`,
    );
}

/** Makes a service account by hand, as a neighbour might. */
export async function createServiceAccount(
  api: KubernetesApi,
  { namespace, name }: ServiceAccountName,
  annotations: Readonly<Record<string, string>>,
): Promise<void> {
  await ensureNamespace(api, namespace);
  await api.succeed("POST", `/api/v1/namespaces/${namespace}/serviceaccounts`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, annotations },
  });
}

/** A service account's annotations; `undefined` where there is no such service account. */
export async function readAnnotations(
  api: KubernetesApi,
  { namespace, name }: ServiceAccountName,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { status, value } = await api.call(
    "GET",
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`,
  );
  if (status === 404) return undefined;
  if (status !== 200)
    throw new Error(`service account ${namespace}/${name}: ${status}`);
  const { metadata } = value as {
    readonly metadata: {
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
  return metadata.annotations ?? {};
}

/** What a token is asked for. */
export interface TokenRequest {
  readonly audience?: string;
  readonly expirationSeconds?: number;
  /** The pod that the token dies with; unbound where absent. */
  readonly pod?: { readonly name: string; readonly uid: string };
}

/**
 * Has the API server issue a token, as a kubelet does.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export async function requestToken(
  api: KubernetesApi,
  { namespace, name }: ServiceAccountName,
  request: TokenRequest,
): Promise<string> {
  const answer = (await api.succeed(
    "POST",
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        audiences: request.audience === undefined ? [] : [request.audience],
        expirationSeconds: request.expirationSeconds ?? 3600,
        ...(request.pod && {
          boundObjectRef: { kind: "Pod", apiVersion: "v1", ...request.pod },
        }),
      },
    },
  )) as { readonly status: { readonly token: string } };
  return answer.status.token;
}
