import type { IssuerKey } from "../front/cluster";
import type { KubernetesApi } from "./api-client";

/** The public keys of an API server's tokens, as it publishes them now. */
export async function issuerKeys(
  api: KubernetesApi,
): Promise<readonly IssuerKey[]> {
  const { keys } = (await api.succeed("GET", "/openid/v1/jwks")) as {
    readonly keys: readonly IssuerKey[];
  };
  return keys;
}
