import { isSameBoundary, type Role } from "../access";
import { earlierRole } from "./support/earlier-role";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const boundaryLeftBehind: FlagRule = {
  id: "boundary-left-behind",
  severity: "high",
  reason:
    "A permissions boundary is of a role: a service account that moves to another role leaves it behind.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *find({ plan, rows }) {
    for (const [key, subject] of plan.after.subjects) {
      const before = (plan.before.subjects.get(key)?.ways ?? []).map(
        ({ role }) => role,
      );
      const boundaries = before.flatMap(({ boundary }) => boundary ?? []);
      // One that had a role without a boundary leaves none behind.
      if (before.length === 0 || boundaries.length < before.length) continue;
      for (const role of new Set(subject.ways.map((way) => way.role))) {
        // Of a role that stays, another rule tells.
        const earlier = earlierRole(plan, role)?.key;
        if (before.some((one) => one.key === earlier)) continue;
        if (boundaries.some((one) => isSameBoundary(one, role.boundary)))
          continue;
        yield {
          message: `${key} had ${listSome(boundaries.map(({ label }) => label))} as permissions boundary, and ${role.label} ${boundaryOf(role)}`,
          severity: isWithout(role) ? "high" : "medium",
          ...(role.address !== undefined && { address: role.address }),
          roles: [role],
          rows: rows.filter(({ about }) => about === key),
        };
      }
    }
  },
};

function isWithout({ boundary, address }: Role): boolean {
  return boundary?.isCertain !== true && address !== undefined;
}

function boundaryOf(role: Role): string {
  const { boundary } = role;
  if (boundary !== undefined)
    return boundary.isCertain
      ? `has ${boundary.label}`
      : `has ${boundary.label}, which isn't known to be one`;
  return isWithout(role)
    ? "has none"
    : "isn't in the plan, which so doesn't show whether it has one";
}
