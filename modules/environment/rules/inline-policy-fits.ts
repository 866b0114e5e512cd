import { inlinePolicyLength, permissionPolicy } from "../../permission-policy";
import { policySize } from "../../policy-document";
import type { Rule } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const inlinePolicyFits: Rule = {
  name: "inline-policy-fits",
  statement: `A role's inline policy has at most ${inlinePolicyLength} characters, white space not counted, and its statement ids are unique.`,
  reason: "IAM refuses any other when the policy is put.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const { statements } = workload.permissions;
      if (statements.length === 0) continue;
      const path = [
        ...permissionsAt(context, workload.name, cluster.key),
        "statements",
      ];
      const size = policySize(permissionPolicy(statements));
      if (size > inlinePolicyLength)
        yield {
          path,
          rule: `an inline policy has at most ${inlinePolicyLength} characters, and that of ${workload.name} on cluster ${cluster.key} has ${size}`,
          got: `${statements.length} statements`,
          fix: "use wildcards or fewer statements, or managed policies",
        };
      const seen = new Set<string>();
      for (const [index, { sid }] of statements.entries()) {
        if (sid === undefined) continue;
        if (seen.has(sid))
          yield {
            path: [...path, index, "sid"],
            rule: "a statement id is used once in a policy",
            got: sid,
            fix: "choose another, or leave it out",
          };
        seen.add(sid);
      }
    }
  },
};
