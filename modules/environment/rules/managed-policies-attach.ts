import { parseManagedPolicyArn } from "../../permission-policy";
import { placeholdersOn, replacePlaceholders } from "../resolve";
import type { Rule, RuleContext } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

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
      const list = [
        ...permissionsAt(context, workload.name, cluster.key),
        "managedPolicies",
      ];
      if (managedPolicies.length > limit)
        yield {
          path: list,
          rule: `a role has at most ${limit} managed policies, and this one has ${managedPolicies.length}`,
          got: managedPolicies.length,
          fix: "put them together, or have the quota raised and write quotas.managedPoliciesPerRole",
        };
      const values = placeholdersOn(context.environment.name, cluster);
      const written = writtenPolicies(context, workload.name, cluster.key).map(
        (arn) => replacePlaceholders(arn, values).text,
      );
      for (const [index, arn] of written.entries()) {
        const path = [...list, index];
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
        else if (written.indexOf(arn) < index)
          yield {
            path,
            rule: "a managed policy is named once in a role",
            got: arn,
            fix: "take it out",
          };
      }
    }
  },
};

/** The list as written: the role's own is sorted, so that positions in it say nothing. */
function writtenPolicies(
  { file }: RuleContext,
  workload: string,
  cluster: string,
): readonly string[] {
  const fields = file.workloads?.[workload];
  const permissions =
    fields?.clusters?.[cluster]?.permissions ?? fields?.permissions;
  return permissions?.managedPolicies ?? [];
}
