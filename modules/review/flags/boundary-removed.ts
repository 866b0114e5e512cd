import { isBoundaryOf, isSameBoundary, type Boundary } from "../access";
import type { PlanAccess } from "../compare";
import type { AccessLevels } from "./support/access-levels";
import { earlierRole } from "./support/earlier-role";
import { judgeManagedPolicy } from "./support/managed-policies";
import { isPowerful } from "./support/powerful-role";
import type { FlagRule } from "./support/rule";

export const boundaryRemoved: FlagRule = {
  id: "boundary-removed",
  severity: "high",
  reason:
    "A permissions boundary is the most that a role may do, whatever its policies say.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *find({ plan, rowsByRole, levels }) {
    for (const [key, found] of rowsByRole) {
      const after = plan.after.roles.get(key);
      const before = after && earlierRole(plan, after);
      if (before?.boundary === undefined || after === undefined) continue;
      if (isSameBoundary(before.boundary, after.boundary)) continue;
      yield {
        message: `${after.label} ${changeOf(before.boundary, after.boundary)}`,
        severity: holdsBack(after.boundary, plan, levels) ? "medium" : "high",
        ...(after.address !== undefined && { address: after.address }),
        roles: [after],
        rows: found,
      };
    }
  },
};

function changeOf(before: Boundary, after: Boundary | undefined): string {
  if (after === undefined)
    return `loses its permissions boundary ${before.label}`;
  return after.isCertain
    ? `gets another permissions boundary: ${before.label} becomes ${after.label}`
    : `may lose its permissions boundary ${before.label}: ${after.label} isn't known to be one`;
}

/** Whether a boundary is less than everything, as far as the plan or the list of AWS's policies says. */
function holdsBack(
  boundary: Boundary | undefined,
  plan: PlanAccess,
  levels: AccessLevels,
): boolean {
  if (boundary?.isCertain !== true) return false;
  if (judgeManagedPolicy(boundary.label)?.severity === "high") return false;
  return ![...plan.after.roles.values()].some(
    (role) =>
      role.kind === "policy" &&
      isBoundaryOf(role, boundary) &&
      isPowerful(role, { plan, levels }),
  );
}
