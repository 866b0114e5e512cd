import { federatedStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustSecondIssuer = trustRule({
  id: "trust-second-issuer",
  severity: "medium",
  reason:
    "Service accounts of the same name on another cluster get the role too, and whoever runs that cluster.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  *findIn(trust, role, state) {
    const hosts = [
      ...new Set(
        federatedStatements(trust, state).map(({ issuerHost }) => issuerHost),
      ),
    ].sort();
    const own = new Set(state.providers.flatMap(({ host }) => host ?? []));
    const foreign = hosts.filter((host) => !own.has(host));
    if (own.size > 0)
      for (const host of foreign)
        yield {
          message: `${role.label} lets tokens of ${host} in, an issuer that isn't this stack's`,
        };
    else if (hosts.length > 1)
      yield {
        message: `${role.label} lets tokens of several issuers in: ${hosts.join(", ")}`,
      };
  },
});
