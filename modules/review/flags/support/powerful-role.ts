import { grantsOfRole, opaquePolicies, type Role } from "../../access";
import type { AccessLevels } from "./access-levels";
import { isEveryAction } from "./every-action";
import { judgeManagedPolicy } from "./managed-policies";

/** Whether a role may do everything or grant itself everything: who newly gets it gets the account. */
export function isPowerful(role: Role, levels: AccessLevels): boolean {
  return (
    opaquePolicies(role).some(
      (arn) => judgeManagedPolicy(arn)?.severity === "high",
    ) ||
    grantsOfRole(role).some(
      ({ effect, action, resource }) =>
        effect === "Allow" &&
        levels.isWide(action, resource) &&
        (isEveryAction(action) ||
          (/^iam:/i.test(action) &&
            levels
              .matching(action)
              .some((one) => one.levels.includes("Permissions management")))),
    )
  );
}
