import { federatedPrincipals, kindOf } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustOtherFederation = trustRule({
  id: "trust-other-federation",
  severity: "high",
  reason:
    "People and apps of another identity provider get what the pods have; which of them is for that provider to say.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity",
  *findIn(_, role, state) {
    for (const principal of federatedPrincipals(role, state))
      if (kindOf(principal) === "other")
        yield {
          message: `${role.label} lets identities of ${principal.value} in, which is no OIDC provider of IAM`,
        };
  },
});
