import { isConditionOperator } from "../../permission-policy";
import type { Rule } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const conditionsAreKnown: Rule = {
  name: "conditions-are-known",
  statement: "A condition's operator is one of IAM's.",
  reason: "IAM refuses any other when the role is made.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const base = permissionsAt(context, workload.name, cluster.key);
      for (const [
        index,
        { conditions },
      ] of workload.permissions.statements.entries())
        for (const [operator, keys] of Object.entries(conditions ?? {})) {
          const path = [...base, "statements", index, "conditions", operator];
          if (!isConditionOperator(operator))
            yield {
              path,
              at: "key",
              rule: "must be one of IAM's condition operators",
              got: operator,
              fix: "write it as in StringEquals; case counts here",
            };
          else if (Object.keys(keys).length === 0)
            yield {
              path,
              rule: "a condition operator needs a key",
              got: keys,
              fix: "add one, or take the operator out",
            };
        }
    }
  },
};
