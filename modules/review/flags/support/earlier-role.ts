import type { Role } from "../../access";
import type { PlanAccess } from "../../compare";

/**
 * What a role was before the apply: the role at its address, or else the one that goes and has its name in AWS, as
 * where a resource is renamed without a `moved` block. Undefined for a new one.
 */
export function earlierRole(
  { before, after }: PlanAccess,
  role: Role,
): Role | undefined {
  return (
    before.roles.get(role.key) ??
    [...before.roles.values()].find(
      ({ key, name }) =>
        name !== undefined && name === role.name && !after.roles.has(key),
    )
  );
}
