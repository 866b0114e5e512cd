import { claimsOf } from "../access";
import { federatedStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustMissingAudience = trustRule({
  id: "trust-missing-audience",
  severity: "medium",
  reason:
    "A token that was made for another system, with another of the provider's audiences, can be used for the role.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  *findIn(_, role, state) {
    for (const { issuerHost, conditions } of federatedStatements(role, state))
      if (claimsOf(conditions, issuerHost, "aud").length === 0)
        yield {
          message: `${role.label} asks for no audience of tokens of ${issuerHost}`,
        };
  },
});
