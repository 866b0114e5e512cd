import {
  grantsOfRole,
  isBoundaryOf,
  type AccessState,
  type Role,
} from "../access";
import { grantKey, newsOf } from "../policy";
import { compareClusters } from "./compare-clusters";
import type { PlanAccess } from "./plan-access";
import { roleRow } from "./role-row";
import type { Row } from "./row";
import { subjectRow } from "./subject-row";

/**
 * The rows of one plan: what changes for each service account, for each role that none has, for each user and group,
 * and for each managed policy that is on nothing in the plan.
 */
export function planRows(plan: PlanAccess): readonly Row[] {
  const keys = [
    ...new Set([...plan.before.subjects.keys(), ...plan.after.subjects.keys()]),
  ].sort();
  // By the keys of roles that service accounts have: the keys of the grants that their rows say are added.
  const shownGrants = new Map<string, Set<string>>();
  const isSameCluster = compareClusters(plan);
  const subjects = keys.flatMap((key) =>
    subjectRow(plan, key, shownGrants, isSameCluster),
  );
  const roleKeys = [
    ...new Set([...plan.before.roles.keys(), ...plan.after.roles.keys()]),
  ].sort();
  const shownByHolders = heldPolicies(plan);
  const rows = [
    ...subjects,
    ...roleKeys.flatMap((key) =>
      shownByHolders.has(key) ? [] : roleRow(plan, key, shownGrants.get(key)),
    ),
  ];
  return [
    ...rows,
    ...[...shownByHolders]
      .filter((key) => !isShown(plan, key, rows))
      .sort()
      .flatMap((key) => roleRow(plan, key, undefined)),
  ];
}

/**
 * Whether rows say all that a managed policy newly grants: it may be on others too, or be a boundary, of which it matters
 * too what it grants no more.
 */
function isShown(plan: PlanAccess, key: string, rows: readonly Row[]): boolean {
  const before = plan.before.roles.get(key);
  const after = plan.after.roles.get(key);
  if (before === undefined || after === undefined) return true;
  const [old, now] = [grantsOfRole(before), grantsOfRole(after)];
  const news = newsOf(now, old);
  if (news.length === 0 && newsOf(old, now).length === 0) return true;
  if (isBoundary(after, plan.after)) return false;
  const shown = new Set(
    rows
      .filter(({ roles }) =>
        roles.some((role) =>
          role.after?.policies.some(({ addresses }) => addresses.includes(key)),
        ),
      )
      .flatMap(({ added }) => added.map(grantKey)),
  );
  return news.every((grant) => shown.has(grantKey(grant)));
}

/** Whether a policy may be the boundary of a role. */
function isBoundary(policy: Role, { roles }: AccessState): boolean {
  return [...roles.values()].some(({ boundary }) =>
    isBoundaryOf(policy, boundary),
  );
}

/**
 * Keys of the managed policies that need no row of their own: what has them after the apply shows them, or, of those
 * that go, what had them.
 */
function heldPolicies({ before, after }: PlanAccess): ReadonlySet<string> {
  const goes = [...heldIn(before)].filter((key) => !after.roles.has(key));
  return new Set([...heldIn(after), ...goes]);
}

/** Addresses of what puts policies on the roles, users and groups of a state, and of the policies. */
function heldIn({ roles }: AccessState): ReadonlySet<string> {
  return new Set(
    [...roles.values()]
      .filter(({ kind }) => kind !== "policy")
      .flatMap(({ policies }) =>
        policies.flatMap(({ addresses }) => addresses),
      ),
  );
}
