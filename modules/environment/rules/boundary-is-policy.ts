import { parseManagedPolicyArn } from "../../permission-policy";
import type { Rule } from "./support/rule";
import { eachWorkload, roleFieldAt } from "./support/workloads";

export const boundaryIsPolicy: Rule = {
  name: "boundary-is-policy",
  statement:
    "A permissions boundary is a managed policy of AWS or of the cluster's account, in its partition.",
  reason: "IAM takes no other, and a role without its boundary is not bounded.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const arn = workload.role.permissionsBoundary;
      if (arn === undefined) continue;
      const policy = parseManagedPolicyArn(arn);
      if (
        policy?.partition === cluster.partition &&
        (policy.owner === "aws" || policy.owner === cluster.account)
      )
        continue;
      yield {
        path: roleFieldAt(context, workload.name, "permissionsBoundary"),
        rule: `must be the ARN of a managed policy of AWS or of account ${cluster.account} in partition ${cluster.partition}`,
        got: arn,
        fix: "write it as in arn:{partition}:iam::{account}:policy/workload-boundary",
      };
    }
  },
};
