import { grantsOfRole, type Role } from "../../access";
import type { Row } from "../../compare";
import { grantKey } from "../../policy";
import type { Grant } from "../../review";

/**
 * Looks up the roles of a row whose policies have a grant after the apply. The roles are read once, at the first
 * question: a policy may have thousands of grants.
 */
export function grantRoles({
  roles,
}: Pick<Row, "roles">): (grant: Grant) => readonly Role[] {
  let found: ReadonlyMap<string, readonly Role[]> | undefined;
  return (grant) => {
    found ??= indexRoles(roles.flatMap(({ after }) => after ?? []));
    return found.get(grantKey(grant)) ?? [];
  };
}

function indexRoles(
  roles: readonly Role[],
): ReadonlyMap<string, readonly Role[]> {
  const index = new Map<string, Role[]>();
  for (const role of roles)
    for (const key of new Set(grantsOfRole(role).map(grantKey))) {
      const list = index.get(key) ?? [];
      list.push(role);
      index.set(key, list);
    }
  return index;
}
