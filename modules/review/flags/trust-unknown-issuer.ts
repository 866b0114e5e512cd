import type { AccessState, FederatedPrincipal } from "../access";
import {
  claimOf,
  federatedPrincipals,
  kindOf,
} from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustUnknownIssuer = trustRule({
  id: "trust-unknown-issuer",
  severity: "high",
  reason:
    "Whose tokens get in is known after apply only: the issuer may be anybody's. One of a cluster that the plan makes is told by its reference.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity",
  *findIn(_, role, state) {
    for (const principal of federatedPrincipals(role, state))
      if (
        kindOf(principal) === "not known yet" &&
        !state.providers.some(
          ({ arn, isOfCluster }) => arn === principal.value && isOfCluster,
        )
      )
        yield {
          message: `${role.label} lets tokens of an issuer in that isn't known yet: ${principal.value}`,
          ...(isLikelyOfCluster(principal, state) && {
            severity: "medium" as const,
          }),
        };
  },
});

/**
 * Of a dynamic block a plan doesn't say what it is made from: where all of its providers are clusters', and no condition
 * is on a claim of another issuer, likely one.
 */
function isLikelyOfCluster(
  { value, conditions }: FederatedPrincipal,
  { providers }: AccessState,
): boolean {
  return (
    value === "(known after apply)" &&
    providers.length > 0 &&
    providers.every(({ isOfCluster }) => isOfCluster) &&
    conditions.every(({ key }) => {
      const host = claimOf(key)?.host;
      return (
        host === undefined ||
        host.startsWith("${") ||
        providers.some((provider) => provider.host?.toLowerCase() === host)
      );
    })
  );
}
