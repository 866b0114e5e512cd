import { isConditionOperator } from "../../permission-policy";
import type { Rule } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const conditionsAreKnown: Rule = {
  name: "conditions-are-known",
  statement:
    "A condition's operator is one of IAM's, and conditions that are written hold something.",
  reason:
    "IAM refuses any other operator when the role is made; an empty condition would grant without one, which nobody means who writes the word.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const base = permissionsAt(context, workload.name, cluster.key);
      for (const [
        index,
        { conditions },
      ] of workload.permissions.statements.entries()) {
        const at = [...base, "statements", index, "conditions"];
        if (conditions !== undefined && Object.keys(conditions).length === 0)
          yield {
            path: at,
            rule: "conditions must not be empty: the statement would always hold",
            got: conditions,
            fix: "add one, or leave conditions out",
          };
        for (const [operator, keys] of Object.entries(conditions ?? {})) {
          const path = [...at, operator];
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
    }
  },
};
