import { earlierRole } from "./support/earlier-role";
import type { FlagRule } from "./support/rule";

export const boundaryRemoved: FlagRule = {
  id: "boundary-removed",
  severity: "high",
  reason:
    "A permissions boundary is the most that a role may do, whatever its policies say.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *find({ plan, rowsByRole }) {
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
        severity: after.boundary === undefined ? "high" : "medium",
        ...(after.address !== undefined && { address: after.address }),
        roles: [after],
        rows: found,
      };
    }
  },
};
