import { policySize, type PolicyDocument } from "../../policy-document";
import { irsaTrustPolicy, podIdentityTrustPolicy } from "../../trust-policy";
import type { Cluster, Workload } from "../model";
import { irsaTrustOf, podIdentityTrustOf } from "../trust";
import type { Rule } from "./support/rule";
import { eachWorkload } from "./support/workloads";

export const trustPolicyFits: Rule = {
  name: "trust-policy-fits",
  statement:
    "A role's trust policy is not longer than the account's quota, white space not counted.",
  reason: "IAM refuses a longer one when the role is made.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  *check(context) {
    const limit = context.environment.quotas.trustPolicyLength;
    for (const { cluster, workload } of eachWorkload(context)) {
      const document = trustPolicyOf(cluster, workload);
      const size = document ? policySize(document) : 0;
      if (size > limit)
        yield {
          path: ["workloads", workload.name, "serviceAccount"],
          rule: `a trust policy has at most ${limit} characters, and that of ${workload.name} on cluster ${cluster.key} has ${size}`,
          got: `${workload.serviceAccounts.length} service accounts`,
          fix: "split the workload, use fewer service accounts, or have the quota raised and write quotas.trustPolicyLength",
        };
    }
  },
};

/** The document, or nothing where another rule refuses what it would be made of. */
function trustPolicyOf(
  cluster: Cluster,
  workload: Workload,
): PolicyDocument | undefined {
  try {
    if (workload.identity === "pod-identity")
      return podIdentityTrustPolicy(podIdentityTrustOf(cluster, workload));
    const trust = irsaTrustOf(cluster, workload);
    return trust && irsaTrustPolicy(trust);
  } catch {
    return undefined;
  }
}
