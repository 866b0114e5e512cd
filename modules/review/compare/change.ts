import { opaquePolicies, type Role } from "../access";
import type {
  AccessChangeKind,
  ChangedPart,
  Grant,
  Knowledge,
} from "../review";
import { addedGrants, type WaysToRoles } from "./added-grants";
import { documentsOf } from "./documents";
import { actionAt, type PlanAccess } from "./plan-access";
import { removedGrants } from "./removed-grants";
import type { RoleChange, Row } from "./row";

export interface Comparison {
  readonly roles: readonly RoleChange[];
  /** Of a service account; absent for a role alone. */
  readonly ways?: WaysToRoles;
  readonly addresses: readonly (string | undefined)[];
  /** What differs but the grants; asked only where there is something at both times. */
  readonly changedParts: () => readonly ChangedPart[];
  readonly exists: readonly [before: boolean, after: boolean];
  readonly unknown: readonly string[];
  readonly problems: readonly string[];
}

/** What differs; undefined where nothing does and nothing is replaced. */
export function changeOf(
  plan: PlanAccess,
  comparison: Comparison,
): Omit<Row, "about"> | undefined {
  const { roles, exists } = comparison;
  const actions = new Set(
    comparison.addresses.map((address) => actionAt(plan, address)),
  );
  const touched = [...actions].some(
    (action) => action !== "no-op" && action !== "read",
  );
  const added = addedGrants(roles, comparison.ways);
  const removed = removedGrants(roles, comparison.ways);
  const problems = touched ? problemsOf(roles, comparison.problems) : [];
  const changedParts = exists[0] && exists[1] ? comparison.changedParts() : [];
  const kind = kindOf(exists, {
    changed:
      added.length > 0 ||
      removed.length > 0 ||
      problems.length > 0 ||
      changedParts.length > 0,
    replaced: ["create", "delete", "replace"].some((action) =>
      actions.has(action as "create"),
    ),
  });
  if (kind === undefined) return undefined;
  const afterRoles = roles.flatMap((role) => (role.after ? [role.after] : []));
  const beforeRoles = roles.flatMap((role) =>
    role.before ? [role.before] : [],
  );
  const opaque = opaqueOf(beforeRoles, afterRoles);
  const unknown = [
    ...new Set([
      ...comparison.unknown,
      ...afterRoles.flatMap((role) => role.unknown),
      ...unknownGrants(added),
    ]),
  ].sort();
  return {
    stack: plan.stack,
    kind,
    added,
    removed,
    changedParts,
    knowledge: knowledgeOf(problems.length > 0, unknown, opaque),
    unknown: [...unknown, ...opaque],
    flags: [],
    problems,
    roles,
    documents: documentsOf(roles),
  };
}

function kindOf(
  [before, after]: readonly [boolean, boolean],
  {
    changed,
    replaced,
  }: { readonly changed: boolean; readonly replaced: boolean },
): AccessChangeKind | undefined {
  if (!before) return after ? "gains" : undefined;
  if (!after) return "loses";
  if (changed) return "changes";
  return replaced ? "replaced" : undefined;
}

function knowledgeOf(
  hasProblems: boolean,
  unknown: readonly string[],
  opaque: readonly string[],
): Knowledge {
  if (hasProblems) return "not reviewable";
  if (unknown.length > 0) return "partly known";
  return opaque.length > 0 ? "opaque" : "known";
}

function problemsOf(
  roles: readonly RoleChange[],
  others: readonly string[],
): Row["problems"] {
  return [
    ...roles.flatMap(({ after }) =>
      (after?.problems ?? []).map((message) => ({
        ...(after?.address !== undefined && { address: after.address }),
        message: `${after?.label ?? ""}: ${message}`,
      })),
    ),
    ...others.map((message) => ({ message })),
  ];
}

/** What the plan doesn't hold of roles at either time; what goes from roles that stay is said to. */
function opaqueOf(
  before: readonly Role[],
  after: readonly Role[],
): readonly string[] {
  const stays = new Set(after.flatMap(opaqueParts));
  const goes = before
    .flatMap(opaqueParts)
    .filter((part) => !stays.has(part))
    .map((part) => (after.length > 0 ? `until now ${part}` : part));
  return [...new Set([...stays, ...goes])].sort();
}

/** What the plan doesn't hold of a role: policies, or the role itself. */
function opaqueParts(role: Role): readonly string[] {
  return [
    ...opaquePolicies(role),
    ...(role.trust.state === "elsewhere"
      ? [`${role.label}: the ${role.kind} isn't in the plan`]
      : []),
  ];
}

function unknownGrants(grants: readonly Grant[]): readonly string[] {
  return grants.flatMap(({ resource, condition }) =>
    [resource, condition ?? ""].flatMap((text) =>
      // IAM's variables have a colon after their first word; Terraform's expressions have none there.
      (text.match(/\$\{[^}]*\}/g) ?? []).filter(
        (found) =>
          !/^\$\{[A-Za-z0-9-]+:/.test(found) && !/^\$\{[*?$]\}$/.test(found),
      ),
    ),
  );
}
