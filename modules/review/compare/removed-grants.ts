import { grantKey, newsOf } from "../policy";
import type { Grant } from "../review";
import { grantsIn, roleKeysOf, type WaysToRoles } from "./added-grants";
import { clustersLeft } from "./clusters-left";
import type { RoleChange } from "./row";

/**
 * The grants that are lost: those that no role has after the apply, and, of what is allowed, those of a way before that
 * no role has on the same cluster, or on one of several, whichever it is. A denial is its role's on every cluster: it
 * goes where no role has it.
 *
 * @param ways absent where the change is of a role alone
 */
export function removedGrants(
  roles: readonly RoleChange[],
  ways?: WaysToRoles,
): readonly Grant[] {
  const before = grantsIn(roles, "before");
  const removed = new Set(
    [
      ...newsOf(before, grantsIn(roles, "after")),
      ...(ways ? removedByWay(roles, ways) : []),
    ].map(grantKey),
  );
  return before.filter((grant) => removed.delete(grantKey(grant)));
}

function removedByWay(
  roles: readonly RoleChange[],
  ways: WaysToRoles,
): readonly Grant[] {
  return roles.flatMap((role) => {
    const allowed = grantsIn([role], "before").filter(
      ({ effect }) => effect === "Allow",
    );
    return stayingByWay(role, roles, ways).flatMap((staying) =>
      newsOf(allowed, grantsIn(staying, "after")),
    );
  });
}

/**
 * For each way to a role before the apply, the roles that there are on the same cluster after it; none for a way that
 * leaves all of them.
 */
function stayingByWay(
  { key }: RoleChange,
  roles: readonly RoleChange[],
  { before, after, isSameCluster }: WaysToRoles,
): readonly (readonly RoleChange[])[] {
  const found = new Map<string, readonly RoleChange[]>();
  const ways = before.filter((one) => one.role.key === key);
  const left = new Set(
    clustersLeft({ before: ways, after, isSameCluster }).flatMap(
      (clusters) => clusters.ways,
    ),
  );
  for (const way of ways) {
    const keys = roleKeysOf(
      left.has(way) ? [] : after.filter((one) => isSameCluster(way, one)),
    );
    const staying = roles.filter((role) => keys.has(role.key));
    if (staying.length < roleKeysOf(after).size)
      found.set(staying.map((role) => role.key).join("\n"), staying);
  }
  return [...found.values()];
}
