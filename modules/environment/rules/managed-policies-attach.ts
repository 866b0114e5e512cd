import { parseManagedPolicyArn } from "../../permission-policy";
import { eachWorkload, permissionsAt } from "../each";
import type { Rule } from "../rule";

export const managedPoliciesAttach: Rule = {
  name: "managed-policies-attach",
  statement:
    "A managed policy is AWS's or the cluster's account's, in the cluster's partition, named once, and there are no more than the quota.",
  reason: "IAM attaches no other, and counts them.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  *check(context) {
    const limit = context.environment.quotas.managedPoliciesPerRole;
    for (const { cluster, workload } of eachWorkload(context)) {
      const { managedPolicies } = workload.permissions;
      if (managedPolicies.length === 0) continue;
      const path = [
        ...permissionsAt(context, workload.name, cluster.key),
        "managedPolicies",
      ];
      if (managedPolicies.length > limit)
        yield {
          path,
          rule: `a role has at most ${limit} managed policies, and this one has ${managedPolicies.length}`,
          got: managedPolicies.length,
          fix: "put them together, or have the quota raised and write quotas.managedPoliciesPerRole",
        };
      for (const arn of managedPolicies) {
        const policy = parseManagedPolicyArn(arn);
        if (policy === undefined)
          yield {
            path,
            rule: "must be the ARN of a managed policy",
            got: arn,
            fix: "write it as in arn:{partition}:iam::aws:policy/AmazonS3ReadOnlyAccess",
          };
        else if (policy.partition !== cluster.partition)
          yield {
            path,
            rule: `the partition of cluster ${cluster.key} (${cluster.region}) is ${cluster.partition}`,
            got: arn,
            fix: "write arn:{partition}:iam::...",
          };
        else if (policy.owner !== "aws" && policy.owner !== cluster.account)
          yield {
            path,
            rule: `a role of account ${cluster.account} attaches policies of that account or AWS's own`,
            got: arn,
            fix: "write arn:{partition}:iam::{account}:policy/..., and make the policy in each account",
          };
      }
    }
  },
};
