import { isClusterIssuer, type AccessState, type Role } from "../access";
import { federatedStatements } from "./support/federated-statements";
import { trustRule, type TrustFinding } from "./support/trust-rule";

export const trustSecondIssuer = trustRule({
  id: "trust-second-issuer",
  severity: "medium",
  reason:
    "Service accounts of the same name on another cluster get the role too, and whoever runs that cluster.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  *findIn(_, role, state, before) {
    const hosts = issuersOf(role, state);
    const had = before?.roles.get(role.key);
    const known = before && had ? issuersOf(had, before) : [];
    const own = ownIssuers(state, before, known.length > 0);
    const finding = (host: string, text: string): TrustFinding => ({
      message: `${role.label} lets tokens of ${host} in, ${text}`,
      // What a role's workloads have is given to whoever runs an issuer that need not be a cluster's.
      ...(had &&
        !known.includes(host) &&
        !isClusterIssuer(host) && { severity: "high" as const }),
    });
    if (own.size > 0)
      for (const host of hosts.filter((one) => !own.has(one)))
        yield finding(host, "an issuer that isn't this stack's");
    else if (known.length > 0)
      for (const host of hosts.filter((one) => !known.includes(one)))
        yield finding(host, "another issuer than before");
    else if (hosts.length > 1)
      yield {
        message: `${role.label} lets tokens of several issuers in: ${hosts.join(", ")}`,
      };
    else
      for (const host of hosts.filter((one) => !isClusterIssuer(one)))
        yield finding(host, "an issuer that is no EKS cluster's");
  },
});

function issuersOf(role: Role, state: AccessState): readonly string[] {
  return [
    ...new Set(
      federatedStatements(role, state).map(({ issuerHost }) => issuerHost),
    ),
  ].sort();
}

/**
 * The stack's issuers: of the providers that it has already, and a cluster's that takes the place of one. Any other
 * could be anybody's: for a role that had another issuer it is none, for others it is where it is a cluster's.
 *
 * @param before the state that `state` follows; absent where nothing of it is new
 */
function ownIssuers(
  { providers }: AccessState,
  before: AccessState | undefined,
  hadIssuer: boolean,
): ReadonlySet<string> {
  const own = providers.filter(
    (provider) =>
      before === undefined ||
      before.providers.some(({ host }) => host === provider.host) ||
      (provider.isOfCluster &&
        (!hadIssuer ||
          before.providers.some(
            ({ address }) => address === provider.address,
          ))),
  );
  return new Set(own.flatMap(({ host }) => host ?? []));
}
