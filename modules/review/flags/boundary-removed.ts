import { isBoundaryOf } from "../access";
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
      if (before.boundary === after.boundary) continue;
      yield {
        message:
          after.boundary === undefined
            ? `${after.label} loses its permissions boundary ${before.boundary}`
            : `${after.label} gets another permissions boundary: ${before.boundary} becomes ${after.boundary}`,
        severity: holdsBack(after.boundary, plan, levels) ? "medium" : "high",
        ...(after.address !== undefined && { address: after.address }),
        roles: [after],
        rows: found,
      };
    }
  },
};

/** Whether a boundary is less than everything, as far as the plan or the list of AWS's policies says. */
function holdsBack(
  boundary: string | undefined,
  plan: PlanAccess,
  levels: AccessLevels,
): boolean {
  if (boundary === undefined) return false;
  if (judgeManagedPolicy(boundary)?.severity === "high") return false;
  const policy = [...plan.after.roles.values()].find(
    (role) => role.kind === "policy" && isBoundaryOf(role, boundary),
  );
  return policy === undefined || !isPowerful(policy, { plan, levels });
}
