import { expressionOf, subjectKey, type Way } from "../access";
import { grantKey } from "../policy";
import type { Subject } from "../review";
import { changeOf } from "./change";
import { changedParts } from "./changed-parts";
import type { IsSameCluster } from "./compare-clusters";
import type { PlanAccess } from "./plan-access";
import { roleAddresses } from "./role-addresses";
import { subjectAccess, uniqueRoles } from "./routes";
import type { RoleChange, Row } from "./row";
import { waysStillPossible } from "./ways-still-possible";

/** Roles of one service account that are read: real ones have one, or two while they move. */
const mostWays = 50;

/**
 * What changes for a service account; none where nothing does.
 *
 * @param shownGrants what its row says is added is put there, by the keys of its roles
 */
export function subjectRow(
  plan: PlanAccess,
  key: string,
  shownGrants: Map<string, Set<string>>,
  isSameCluster: IsSameCluster,
): readonly Row[] {
  const before = plan.before.subjects.get(key);
  const after = plan.after.subjects.get(key);
  const known = before ?? after;
  if (known === undefined) return [];
  const subject: Subject = {
    namespace: known.namespace,
    serviceAccount: known.serviceAccount,
  };
  const allBefore = before?.ways ?? [];
  const allAfter = [
    ...(after?.ways ?? []),
    ...waysStillPossible(plan, allBefore, after),
  ];
  const waysBefore = allBefore.slice(0, mostWays);
  const waysAfter = allAfter.slice(0, mostWays);
  for (const { role } of [...waysBefore, ...waysAfter])
    shownGrants.set(role.key, shownGrants.get(role.key) ?? new Set());
  if (waysBefore.length === 0 && waysAfter.length === 0) return [];
  const roles = roleChanges(waysBefore, waysAfter);
  const addresses = [
    ...[...waysBefore, ...waysAfter].flatMap(wayAddresses),
    before?.resource?.address,
    after?.resource?.address,
  ];
  const row = changeOf(plan, {
    roles,
    ways: { before: allBefore, after: waysAfter, isSameCluster },
    addresses,
    changedParts: () => changedParts(waysBefore, waysAfter, roles),
    exists: [waysBefore.length > 0, waysAfter.length > 0],
    unknown: waysAfter.flatMap(({ unknown }) => unknown),
    problems: [
      ...waysAfter.flatMap(sessionPolicyProblems),
      ...(Math.max(allBefore.length, allAfter.length) > mostWays
        ? [`${key} has more than ${mostWays} roles: the others aren't reviewed`]
        : []),
    ],
  });
  if (row === undefined) return [];
  for (const { key: role } of roles)
    for (const grant of row.added) shownGrants.get(role)?.add(grantKey(grant));
  const accessBefore = subjectAccess(subject, waysBefore, plan.before, before);
  const accessAfter = subjectAccess(subject, waysAfter, plan.after, after);
  return [
    {
      ...row,
      about: subjectKey(subject),
      subject,
      ...(accessBefore && { before: accessBefore }),
      ...(accessAfter && { after: accessAfter }),
    },
  ];
}

function roleChanges(
  before: readonly Way[],
  after: readonly Way[],
): readonly RoleChange[] {
  const left = new Map(
    uniqueRoles(before.map(({ role }) => role)).map((role) => [role.key, role]),
  );
  const right = new Map(
    uniqueRoles(after.map(({ role }) => role)).map((role) => [role.key, role]),
  );
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((key) => {
    const one = left.get(key);
    const other = right.get(key);
    return { key, ...(one && { before: one }), ...(other && { after: other }) };
  });
}

function wayAddresses(way: Way): readonly (string | undefined)[] {
  return [...roleAddresses(way.role), way.association?.address];
}

function sessionPolicyProblems(way: Way): readonly string[] {
  const policy = way.association?.sessionPolicy;
  return policy?.state === "unknown" && policy.unknown.expressions.length > 0
    ? [
        `the association's session policy is known after apply: ${expressionOf(policy.unknown)}`,
      ]
    : [];
}
