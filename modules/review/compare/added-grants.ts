import { grantsOfRole, standsFor, type Way } from "../access";
import { grantKey, newsOf } from "../policy";
import type { Grant } from "../review";
import type { IsSameCluster } from "./compare-clusters";
import type { RoleChange } from "./row";

/** The ways by which a service account has roles, at both times. */
export interface WaysToRoles {
  readonly before: readonly Way[];
  readonly after: readonly Way[];
  readonly isSameCluster: IsSameCluster;
}

/**
 * The grants that are added: those of each role that neither it had nor another role that stands for it and that there
 * certainly was, on the same cluster. A role that there may have been covers its own grants only, and those no more once
 * there certainly is it.
 *
 * @param ways absent where the change is of a role alone, which there certainly is
 */
export function addedGrants(
  roles: readonly RoleChange[],
  ways?: WaysToRoles,
): readonly Grant[] {
  const added = new Map<string, Grant>();
  for (const role of roles)
    for (const covering of ways ? coveringByWay(role, roles, ways) : [[role]])
      for (const grant of newsOf(
        grantsIn([role], "after"),
        grantsIn(covering, "before"),
      ))
        added.set(grantKey(grant), added.get(grantKey(grant)) ?? grant);
  return [...added.values()];
}

/** For each way to a role after the apply, the roles whose grants before are no news then. */
function coveringByWay(
  role: RoleChange,
  roles: readonly RoleChange[],
  { before, after, isSameCluster }: WaysToRoles,
): readonly (readonly RoleChange[])[] {
  const candidates = roles.filter(
    (other) =>
      other.key === role.key ||
      (other.before && role.after && standsFor(other.before, role.after)),
  );
  const found = new Map<string, readonly RoleChange[]>();
  for (const way of after.filter((one) => one.role.key === role.key)) {
    const had = before.filter((one) => isSameCluster(one, way));
    const certainly = roleKeysOf(had.filter(isCertain));
    const maybe = isCertain(way) ? undefined : roleKeysOf(had);
    const covering = candidates.filter(
      ({ key }) =>
        certainly.has(key) || (key === role.key && maybe?.has(key) === true),
    );
    found.set(covering.map(({ key }) => key).join("\n"), covering);
  }
  return [...found.values()];
}

function isCertain({ decision }: Way): boolean {
  return decision === "allowed";
}

/** The keys of the roles that ways lead to. */
export function roleKeysOf(ways: readonly Way[]): ReadonlySet<string> {
  return new Set(ways.map(({ role }) => role.key));
}

/** All grants of the roles at one time. */
export function grantsIn(
  roles: readonly RoleChange[],
  stage: "before" | "after",
): readonly Grant[] {
  return roles.flatMap((role) => {
    const at = role[stage];
    return at === undefined ? [] : grantsOfRole(at);
  });
}
