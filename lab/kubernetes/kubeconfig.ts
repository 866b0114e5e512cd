import type { ApiAccess } from "./api-client";

/** A kubeconfig of one cluster and one user. JSON is YAML, so nothing needs quoting twice. */
export function kubeconfig(access: ApiAccess): string {
  return write(
    {
      server: access.endpoint,
      "certificate-authority-data": Buffer.from(
        access.certificateAuthority,
      ).toString("base64"),
    },
    { token: access.token },
  );
}

/**
 * The file by which an API server finds its token authenticator: on EKS that is the IAM authenticator,
 * here the front. The path between the two is loopback, so plain HTTP will do.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication
 */
export function tokenReviewConfig(url: string): string {
  return write({ server: url }, {});
}

function write(cluster: object, user: object): string {
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "lab", cluster }],
      users: [{ name: "lab", user }],
      contexts: [{ name: "lab", context: { cluster: "lab", user: "lab" } }],
      "current-context": "lab",
    },
    undefined,
    2,
  );
}
