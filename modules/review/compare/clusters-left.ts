import type { Way } from "../access";
import type { WaysToRoles } from "./added-grants";

/** Clusters on which a service account's path goes, more of them than can have the other path instead. */
export interface ClustersLeft {
  /** The ways before the apply of which some have nothing instead; which of them can't be told. */
  readonly ways: readonly Way[];
  readonly path: Way["path"];
  /** On how many clusters the path goes. */
  readonly clusters: number;
  /** On how many of these there is nothing instead, at least. */
  readonly least: number;
}

/**
 * Where it is certain that there is nothing instead on some cluster. An issuer and an association can't be told to be of
 * one cluster, but each is of one only: two issuers' clusters can't both have the same association instead, nor two
 * associations' clusters the same issuer.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
 */
export function clustersLeft({
  before,
  after,
  isSameCluster,
}: WaysToRoles): readonly ClustersLeft[] {
  return (["irsa", "pod-identity"] as const).flatMap((path) => {
    const ways = before.filter((way) => {
      const there = after.filter((one) => isSameCluster(way, one));
      return (
        way.path === path &&
        there.length > 0 &&
        there.every((one) => one.path !== path)
      );
    });
    const instead = after.filter((one) =>
      ways.some((way) => isSameCluster(way, one)),
    );
    if (instead.some(mayBeOfSeveral)) return [];
    const clusters = clustersOf(ways).size;
    const least = clusters - clustersOf(instead).size;
    return least > 0 ? [{ ways, path, clusters, least }] : [];
  });
}

/** By an annotation a service account may get in with tokens of more issuers than the one that its way tells. */
function mayBeOfSeveral(way: Way): boolean {
  return way.annotated === true || clusterOf(way) === undefined;
}

function clustersOf(ways: readonly Way[]): ReadonlySet<string> {
  return new Set(ways.flatMap((way) => clusterOf(way) ?? []));
}

/** What is of one cluster only: an issuer, or an association, of which a service account has one on each. */
function clusterOf({ path, issuerHost, association }: Way): string | undefined {
  return path === "irsa" ? issuerHost : association?.address;
}
