import { isPositive } from "../access";
import { claimOf, federatedStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustKeyOfOtherIssuer = trustRule({
  id: "trust-key-of-other-issuer",
  severity: "medium",
  reason:
    "A token has claims of its own issuer only: a condition on another one's never holds, or, negated or with IfExists, always.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
  *findIn(_, role, state) {
    for (const { issuerHost, conditions } of federatedStatements(role, state))
      for (const condition of conditions) {
        const { operator, key } = condition;
        const host = claimOf(key)?.host;
        if (host !== undefined && host !== issuerHost.toLowerCase())
          yield {
            message: `${role.label} lets tokens of ${issuerHost} in and compares ${key}`,
            severity:
              isPositive(condition) && !/ifexists/i.test(operator)
                ? "medium"
                : "high",
          };
      }
  },
});
