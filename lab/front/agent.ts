import { AwsFault } from "./aws-fault";
import type { LabCluster } from "./cluster";
import { json, text, type LabRequest, type LabResponse } from "./http";
import { assumeRoleForPodIdentity } from "./pod-identity";
import type { Upstream } from "./upstream";

/**
 * The EKS Pod Identity agent, as a stand-in: it turns a pod's token into credentials at
 * `/v1/credentials`, for callers that use its own address only.
 *
 * @param hosts the addresses that it may be called by, as Host headers
 * @see https://github.com/aws/eks-pod-identity-agent
 */
export function podIdentityAgent(
  upstream: Upstream,
  clusters: readonly LabCluster[],
  hosts: readonly string[],
): (request: LabRequest) => Promise<LabResponse> {
  return async (request) => {
    if (!hosts.includes(request.headers.host ?? ""))
      return text(403, "Called agent through invalid address");
    if (request.path !== "/v1/credentials") return text(404, "not found");
    try {
      const { credentials, assumedRoleUser } = await assumeRoleForPodIdentity(
        upstream,
        clusters,
        undefined,
        request.headers.authorization ?? "",
      );
      return json({
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        Token: credentials.sessionToken,
        AccountId: assumedRoleUser.arn.split(":")[4],
        Expiration: new Date(credentials.expiration * 1000)
          .toISOString()
          .replace(/\.\d+/, ""),
      });
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      return text(error.status, `${error.code}: ${error.message}`);
    }
  };
}
