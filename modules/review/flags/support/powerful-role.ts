import { grantsOfRole, opaquePolicies, type Role } from "../../access";
import { isEveryAction } from "./every-action";
import { judgeManagedPolicy } from "./managed-policies";
import { ownResources } from "./own-resources";
import type { FlagContext } from "./rule";

/**
 * Whether a role, after the apply, may do everything or grant itself everything: who newly gets it gets the account.
 */
export function isPowerful(
  role: Role,
  { plan, levels }: Pick<FlagContext, "plan" | "levels">,
): boolean {
  const isOwn = ownResources({ roles: [{ key: role.key, after: role }] }, plan);
  return (
    opaquePolicies(role).some(
      (arn) => judgeManagedPolicy(arn)?.severity === "high",
    ) ||
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
