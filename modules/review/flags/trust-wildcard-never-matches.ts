import {
  claimOf,
  federatedStatements,
  isOfNobody,
} from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustWildcardNeverMatches = trustRule({
  id: "trust-wildcard-never-matches",
  severity: "medium",
  reason:
    "StringEquals takes an asterisk for the character itself, as every operator takes ${*}, so that no service account gets in.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String",
  *findIn(_, role, state) {
    for (const { conditions } of federatedStatements(role, state))
      for (const { operator, key, values } of conditions) {
        if (claimOf(key)?.claim !== "sub") continue;
        const never = values.filter((value) =>
          /^(.*:)?StringEquals/i.test(operator)
            ? /[*?]/.test(value)
            : /^(.*:)?StringLike/i.test(operator) && isOfNobody(value),
        );
        if (never.length > 0)
          yield {
            message: `${role.label} compares ${key} by ${operator} with a wildcard: ${never.join(", ")}`,
          };
      }
  },
});
