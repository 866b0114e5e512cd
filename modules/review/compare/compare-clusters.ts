import { isSameAssociated, type AccessState, type Way } from "../access";
import type { PlanAccess } from "./plan-access";

/**
 * Whether a way after the apply is of the same cluster's service account as one before it, as far as the plan says:
 * service accounts of one name are others on each cluster. A name and an issuer can't be told to be of one cluster:
 * where a way changes its path, it is of the same one unless the plan had others of that path, and not this one.
 */
export type IsSameCluster = (before: Way, after: Way) => boolean;

export function compareClusters({ before, after }: PlanAccess): IsSameCluster {
  const known = knownIssuers(before);
  return (left, right) => {
    if (left.path === right.path)
      return right.path === "irsa"
        ? isOneOf(issuerNames(right, after), issuerNames(left, before))
        : isSameAssociated(left.association, right.association);
    return right.path === "irsa"
      ? isOneOf(issuerNames(right, after), known)
      : before.associations.length === 0 ||
          before.associations.some((one) =>
            isSameAssociated(one, right.association),
          );
  };
}

/** Names of all issuers by which service accounts get in, or whose providers the plan has. */
function knownIssuers(state: AccessState): ReadonlySet<string> {
  const names = new Set(state.providers.map(({ address }) => address));
  for (const { ways } of state.subjects.values())
    for (const way of ways)
      for (const name of issuerNames(way, state)) names.add(name);
  return names;
}

/** The issuer, and the address of its provider, which stays when its cluster is made anew; none where it isn't known. */
function issuerNames(
  { issuerHost }: Way,
  { providers }: AccessState,
): ReadonlySet<string> {
  const provider = providers.find(
    ({ host, arn }) =>
      issuerHost !== undefined && (host === issuerHost || arn === issuerHost),
  );
  return new Set([issuerHost ?? [], provider?.address ?? []].flat());
}

/** Whether one of the names is among the others; true where there are none on either side. */
function isOneOf(
  names: ReadonlySet<string>,
  others: ReadonlySet<string>,
): boolean {
  return (
    names.size === 0 ||
    others.size === 0 ||
    [...names].some((name) => others.has(name))
  );
}
