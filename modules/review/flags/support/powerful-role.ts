import { grantsOfRole, opaquePolicies, type Role } from "../../access";
import { isEveryAction } from "./every-action";
import { leadsToEverything } from "./managed-policies";
import { ownResources } from "./own-resources";
import type { FlagContext } from "./rule";

/**
 * Whether a role, after the apply, may do everything, grant itself everything or get what every other role may: who
 * newly gets it gets the account.
 */
export function isPowerful(
  role: Role,
  { plan, levels }: Pick<FlagContext, "plan" | "levels">,
): boolean {
  const isOwn = ownResources({ roles: [{ key: role.key, after: role }] }, plan);
  return (
    opaquePolicies(role).some(leadsToEverything) ||
    grantsOfRole(role).some(
      ({ effect, action, resource }) =>
        effect === "Allow" &&
        (isEveryAction(action) ||
          (/^iam:/i.test(action) &&
            levels
              .matching(action)
              .some((one) => one.levels.includes("Permissions management")))) &&
        (levels.isWide(action, resource) || isOwn(resource)),
    )
  );
}
