import { claimOf, federatedStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustIfExists = trustRule({
  id: "trust-if-exists",
  severity: "high",
  reason:
    "An operator with IfExists holds where the key isn't in the request: a misspelt issuer in it lets everyone in.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
  *findIn(_, role, state) {
    for (const { conditions } of federatedStatements(role, state))
      for (const { operator, key } of conditions)
        if (
          /ifexists$/i.test(operator) &&
          ["sub", "aud"].includes(claimOf(key)?.claim ?? "")
        )
          yield { message: `${role.label} compares ${key} by ${operator}` };
  },
});
