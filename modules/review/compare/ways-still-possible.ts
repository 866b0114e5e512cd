import type { SubjectState, Way } from "../access";
import type { PlanAccess } from "./plan-access";

/**
 * The ways of a service account by IRSA that it may have after the apply too: a role's trust that can't be read hides who
 * loses it, so that nobody is said to.
 *
 * @param before its ways before the apply
 */
export function waysStillPossible(
  plan: PlanAccess,
  before: readonly Way[],
  after: SubjectState | undefined,
): readonly Way[] {
  return before.flatMap((way) => {
    const role = plan.after.roles.get(way.role.key);
    const stays = after?.ways.some(
      (other) => other.role.key === way.role.key && other.path === way.path,
    );
    return way.path === "irsa" &&
      stays !== true &&
      role?.trust.state === "not reviewable"
      ? [
          {
            path: way.path,
            role,
            decision: "undecidable" as const,
            unknown: ["whether the trust policy lets it in"],
          },
        ]
      : [];
  });
}
