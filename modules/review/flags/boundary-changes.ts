import {
  grantsOfRole,
  isBoundaryOf,
  subjectKey,
  type AccessState,
  type Role,
} from "../access";
import type { PlanAccess } from "../compare";
import { newsOf } from "../policy";
import { earlierRole } from "./support/earlier-role";
import { isPowerful } from "./support/powerful-role";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const boundaryChanges: FlagRule = {
  id: "boundary-changes",
  severity: "medium",
  reason:
    "What a permissions boundary allows is the most that each of its roles may do: its text changes all of them.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *find(context) {
    const { plan, rowsByRole } = context;
    for (const [key, after] of plan.after.roles) {
      const before = plan.before.roles.get(key);
      if (
        after.kind !== "policy" ||
        before === undefined ||
        plan.resources.get(key)?.action === "no-op"
      )
        continue;
      const more = isLooser(before, after);
      const less = isLooser(after, before);
      if (!more && !less) continue;
      const holders = holdersOf(plan, before, after);
      if (holders.length === 0) continue;
      yield {
        message: `the policy ${after.label} is the permissions boundary of ${listSome(holders)}, and ${more ? changeOf(before, after, less) : "allows less"}`,
        ...(!more && { severity: "low" as const }),
        ...(more &&
          isPowerful(after, context) &&
          !isPowerful(before, context) && { severity: "high" as const }),
        ...(after.address !== undefined && { address: after.address }),
        rows: (rowsByRole.get(key) ?? []).filter(({ subject }) => !subject),
      };
    }
  },
};

/** Whether a policy allows what an earlier one doesn't, or denies less, or may do so. */
function isLooser(before: Role, after: Role): boolean {
  const [old, now] = [grantsOfRole(before), grantsOfRole(after)];
  return (
    newsOf(now, old).some(({ effect }) => effect === "Allow") ||
    newsOf(old, now).some(({ effect }) => effect === "Deny") ||
    isUnread(before) ||
    isUnread(after)
  );
}

function isUnread({ problems }: Role): boolean {
  return problems.length > 0;
}

function changeOf(before: Role, after: Role, less: boolean): string {
  if (isUnread(before) || isUnread(after))
    return "can't be compared with what it was";
  return less ? "allows other things" : "allows more";
}

/** Service accounts whose roles have a policy as boundary at both times; a role or user itself that none has. */
function holdersOf(
  plan: PlanAccess,
  before: Role,
  after: Role,
): readonly string[] {
  const holders = [...plan.after.roles.values()].filter(
    (role) =>
      isBoundaryOf(after, role.boundary) &&
      isBoundaryOf(before, earlierRole(plan, role)?.boundary),
  );
  if (holders.length === 0) return [];
  const subjects = subjectsByRole(plan.after);
  return holders.flatMap(({ key, label }) => subjects.get(key) ?? [label]);
}

function subjectsByRole({
  subjects,
}: AccessState): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const subject of subjects.values())
    for (const { role } of subject.ways) {
      const list = found.get(role.key) ?? [];
      list.push(subjectKey(subject));
      found.set(role.key, list);
    }
  return found;
}
