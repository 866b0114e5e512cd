import type { AccessState, Role } from "../access";
import { federatedStatements } from "./support/federated-statements";
import { trustRule, type EarlierTrust } from "./support/trust-rule";

export const trustSecondIssuer = trustRule({
  id: "trust-second-issuer",
  severity: "medium",
  reason:
    "Service accounts of the same name on another cluster get the role too, and whoever runs that cluster.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  *findIn(_, role, state, earlier) {
    const hosts = issuersOf(role, state);
    const own = ownIssuers(state, earlier);
    const known = earlier ? issuersOf(role, earlier.state) : [];
    if (own.size > 0)
      for (const host of hosts.filter((one) => !own.has(one)))
        yield {
          message: `${role.label} lets tokens of ${host} in, an issuer that isn't this stack's`,
        };
    else if (known.length > 0)
      for (const host of hosts.filter((one) => !known.includes(one)))
        yield {
          message: `${role.label} lets tokens of ${host} in, another issuer than before`,
        };
    else if (hosts.length > 1)
      yield {
        message: `${role.label} lets tokens of several issuers in: ${hosts.join(", ")}`,
      };
    else
      for (const host of hosts.filter((one) => !/^oidc\.eks[.-]/.test(one)))
        yield {
          message: `${role.label} lets tokens of ${host} in, an issuer that is no EKS cluster's`,
        };
  },
});

function issuersOf(role: Role, state: AccessState): readonly string[] {
  return [
    ...new Set(
      federatedStatements(role, state).map(({ issuerHost }) => issuerHost),
    ),
  ].sort();
}

/** The stack's issuers. One that is added beside others could be anybody's. */
function ownIssuers(
  state: AccessState,
  earlier: EarlierTrust | undefined,
): ReadonlySet<string> {
  const hosts = hostsOf(state);
  const kept = hosts.filter(
    (host) => earlier && hostsOf(earlier.state).includes(host),
  );
  return new Set(kept.length > 0 ? kept : hosts);
}

function hostsOf({ providers }: AccessState): readonly string[] {
  return providers.flatMap(({ host }) => host ?? []);
}
