import { grantsOfRole, standsFor } from "../access";
import { grantKey, newsOf } from "../policy";
import type { Grant } from "../review";
import type { RoleChange } from "./row";

/** Keys of the roles that there certainly are, not only maybe. */
export type CertainRoles = Readonly<
  Record<"before" | "after", ReadonlySet<string>>
>;

/**
 * The grants that are added: those of each role that neither it had nor another role that stands for it and that there
 * certainly was. A role that there may have been covers its own grants only, and those no more once there certainly is
 * it.
 */
export function addedGrants(
  roles: readonly RoleChange[],
  certain: CertainRoles,
): readonly Grant[] {
  const had = roles.filter(({ key }) => certain.before.has(key));
  const added = new Map<string, Grant>();
  for (const role of roles) {
    const isMaybe =
      !certain.before.has(role.key) && !certain.after.has(role.key);
    const covering = had.filter(
      ({ key, before }) =>
        key === role.key ||
        (before && role.after && standsFor(before, role.after)),
    );
    const others = grantsIn(isMaybe ? [...covering, role] : covering, "before");
    for (const grant of newsOf(grantsIn([role], "after"), others))
      added.set(grantKey(grant), added.get(grantKey(grant)) ?? grant);
  }
  return [...added.values()];
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
