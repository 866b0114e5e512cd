import {
  expressionOf,
  grantsOfRole,
  isBoundaryOf,
  jsonOfDocument,
  opaquePolicies,
  standsFor,
  subjectKey,
  type AccessState,
  type Role,
  type SubjectState,
  type Value,
  type Way,
} from "../access";
import { grantKey, newsOf } from "../policy";
import type {
  AccessChangeKind,
  Grant,
  Knowledge,
  RawDocument,
  Subject,
} from "../review";
import { canonicalTrust } from "./canonical-trust";
import { actionAt, type PlanAccess } from "./plan-access";
import {
  alsoAssumedBy,
  roleAccess,
  roleName,
  subjectAccess,
  uniqueRoles,
} from "./routes";
import type { RoleChange, Row } from "./row";

/** Roles of one service account that are read: real ones have one, or two while they move. */
const mostWays = 50;

/**
 * The rows of one plan: what changes for each service account, for each role that none has, for each user and group,
 * and for each managed policy that is on nothing in the plan.
 */
export function planRows(plan: PlanAccess): readonly Row[] {
  const keys = [
    ...new Set([...plan.before.subjects.keys(), ...plan.after.subjects.keys()]),
  ].sort();
  // By the keys of roles that service accounts have: the keys of the grants that their rows say are added.
  const taken = new Map<string, Set<string>>();
  const subjects = keys.flatMap((key) => subjectRow(plan, key, taken));
  const roleKeys = [
    ...new Set([...plan.before.roles.keys(), ...plan.after.roles.keys()]),
  ].sort();
  const held = heldPolicies(plan);
  const rows = [
    ...subjects,
    ...roleKeys.flatMap((key) =>
      held.has(key) ? [] : roleRow(plan, key, taken.get(key)),
    ),
  ];
  return [
    ...rows,
    ...[...held]
      .filter((key) => !isShown(plan, key, rows))
      .sort()
      .flatMap((key) => roleRow(plan, key, undefined)),
  ];
}

/** Whether rows say all that a managed policy newly grants: it may be on others too, or be a boundary. */
function isShown(plan: PlanAccess, key: string, rows: readonly Row[]): boolean {
  const before = plan.before.roles.get(key);
  const after = plan.after.roles.get(key);
  if (before === undefined || after === undefined) return true;
  const news = newsOf(grantsOfRole(after), grantsOfRole(before));
  if (news.length === 0) return true;
  const shown = new Set(
    rows
      .filter(({ roles }) =>
        roles.some((role) =>
          role.after?.policies.some(({ addresses }) => addresses.includes(key)),
        ),
      )
      .flatMap(({ added }) => added.map(grantKey)),
  );
  return (
    !isBoundary(after, plan.after) &&
    news.every((grant) => shown.has(grantKey(grant)))
  );
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

function subjectRow(
  plan: PlanAccess,
  key: string,
  taken: Map<string, Set<string>>,
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
    ...undecided(plan, allBefore, after),
  ];
  const waysBefore = allBefore.slice(0, mostWays);
  const waysAfter = allAfter.slice(0, mostWays);
  for (const { role } of [...waysBefore, ...waysAfter])
    taken.set(role.key, taken.get(role.key) ?? new Set());
  if (waysBefore.length === 0 && waysAfter.length === 0) return [];
  const roles = roleChanges(waysBefore, waysAfter);
  const addresses = [
    ...[...waysBefore, ...waysAfter].flatMap(wayAddresses),
    before?.resource?.address,
    after?.resource?.address,
  ];
  const row = compare(plan, {
    roles,
    certain: { before: certainRoles(allBefore), after: certainRoles(allAfter) },
    addresses,
    isSame: () => waysSignature(waysBefore) === waysSignature(waysAfter),
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
    for (const grant of row.added) taken.get(role)?.add(grantKey(grant));
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

function certainRoles(ways: readonly Way[]): ReadonlySet<string> {
  return new Set(
    ways.flatMap(({ decision, role }) =>
      decision === "allowed" ? [role.key] : [],
    ),
  );
}

/** A role's trust that can't be read hides who loses it: nobody is said to. */
function undecided(
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

function roleRow(
  plan: PlanAccess,
  key: string,
  shown: ReadonlySet<string> | undefined,
): readonly Row[] {
  const before = plan.before.roles.get(key);
  const after = plan.after.roles.get(key);
  const role = after ?? before;
  if (role === undefined) return [];
  const othersBefore = before ? alsoAssumedBy([before], plan.before) : [];
  const othersAfter = after ? alsoAssumedBy([after], plan.after) : [];
  const change: RoleChange = {
    key,
    ...(before && { before }),
    ...(after && { after }),
  };
  // What a service account had already by another role may be news to whoever else gets in.
  const said =
    shown !== undefined &&
    othersBefore.join("\n") === othersAfter.join("\n") &&
    (othersAfter.length === 0 ||
      newsOf(grantsIn([change], "after"), grantsIn([change], "before")).every(
        (grant) => shown.has(grantKey(grant)),
      ));
  if (said) return [];
  const row = compare(plan, {
    roles: [change],
    certain: { before: new Set([key]), after: new Set([key]) },
    addresses: [...roleAddresses(before), ...roleAddresses(after)],
    isSame: () =>
      before !== undefined &&
      after !== undefined &&
      roleSignature(before) === roleSignature(after),
    exists: [before !== undefined, after !== undefined],
    unknown: [],
    problems: [],
  });
  if (row === undefined) return [];
  const accessBefore = roleAccess(before, plan.before);
  const accessAfter = roleAccess(after, plan.after);
  return [
    {
      ...row,
      about: roleName(role),
      ...(accessBefore && { before: accessBefore }),
      ...(accessAfter && { after: accessAfter }),
    },
  ];
}

interface Comparison {
  readonly roles: readonly RoleChange[];
  /** Keys of the roles that there certainly are, not only maybe. */
  readonly certain: Readonly<Record<"before" | "after", ReadonlySet<string>>>;
  readonly addresses: readonly (string | undefined)[];
  /** Whether all but the grants is the same at both times; asked only where there is something at both. */
  readonly isSame: () => boolean;
  readonly exists: readonly [before: boolean, after: boolean];
  readonly unknown: readonly string[];
  readonly problems: readonly string[];
}

/**
 * The grants that are added: those of each role that neither it had nor another role that stands for it and that there
 * certainly was. A role that there may have been covers its own grants only, and those no more once there certainly is
 * it.
 */
function addedGrants(
  roles: readonly RoleChange[],
  certain: Comparison["certain"],
): readonly Grant[] {
  const had = roles.filter(({ key }) => certain.before.has(key));
  const added = new Map<string, Grant>();
  for (const role of roles) {
    const isMaybe =
      !certain.before.has(role.key) && !certain.after.has(role.key);
    const covering = had.filter(
      ({ key, before }) =>
        key === role.key ||
        (before && role.after && standsFor(before, role.after)),
    );
    const others = grantsIn(isMaybe ? [...covering, role] : covering, "before");
    for (const grant of newsOf(grantsIn([role], "after"), others))
      added.set(grantKey(grant), added.get(grantKey(grant)) ?? grant);
  }
  return [...added.values()];
}

function grantsIn(
  roles: readonly RoleChange[],
  stage: "before" | "after",
): readonly Grant[] {
  return roles.flatMap((role) => {
    const at = role[stage];
    return at === undefined ? [] : grantsOfRole(at);
  });
}

/** What differs; undefined where nothing does and nothing is replaced. */
function compare(
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
  const before = grantsIn(roles, "before");
  const after = grantsIn(roles, "after");
  const added = addedGrants(roles, comparison.certain);
  const removed = newsOf(before, after);
  const problems = touched ? problemsOf(roles, comparison.problems) : [];
  const kind = kindOf(exists, {
    changed:
      added.length > 0 ||
      removed.length > 0 ||
      problems.length > 0 ||
      (exists[0] && exists[1] && !comparison.isSame()),
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

function roleAddresses(
  role: Role | undefined,
): readonly (string | undefined)[] {
  return role === undefined
    ? []
    : [role.address, ...role.policies.flatMap(({ addresses }) => addresses)];
}

function waysSignature(ways: readonly Way[]): string {
  return JSON.stringify(
    ways
      .map((way) =>
        JSON.stringify([
          way.path,
          way.decision,
          way.issuerHost,
          roleSignature(way.role),
          way.association?.cluster,
          way.association?.sessionTags,
          valueText(way.association?.sessionPolicy),
          valueText(way.association?.targetRole),
        ]),
      )
      .sort(),
  );
}

/** All of a role but its grants, which are compared as sets. */
function roleSignature(role: Role): string {
  return JSON.stringify([
    role.key,
    canonicalTrust(role.trust),
    role.boundary,
    [...new Set(opaquePolicies(role))].sort(),
  ]);
}

function valueText(value: Value | undefined): string {
  if (value?.state === "unknown") return expressionOf(value.unknown);
  return value?.state === "known" ? JSON.stringify(value.value) : "";
}

function sessionPolicyProblems(way: Way): readonly string[] {
  const policy = way.association?.sessionPolicy;
  return policy?.state === "unknown" && policy.unknown.expressions.length > 0
    ? [
        `the association's session policy is known after apply: ${expressionOf(policy.unknown)}`,
      ]
    : [];
}

function documentsOf(roles: readonly RoleChange[]): readonly RawDocument[] {
  return roles.flatMap(({ key, before, after }) => {
    const label = after?.label ?? before?.label ?? key;
    const titles = new Map<string, { before?: string; after?: string }>();
    const put = (
      title: string,
      stage: "before" | "after",
      text: string,
    ): void => {
      titles.set(title, { ...titles.get(title), [stage]: text });
    };
    for (const [stage, role] of [
      ["before", before],
      ["after", after],
    ] as const) {
      if (role === undefined) continue;
      const trust = textOfDocument(role.trust);
      if (trust !== undefined) put(`${label}: trust policy`, stage, trust);
      for (const policy of role.policies) {
        const text = textOfDocument(policy.document);
        if (text !== undefined) put(`${label}: ${policy.label}`, stage, text);
      }
    }
    return [...titles].map(([title, texts]) => ({ title, ...texts }));
  });
}

function textOfDocument(document: Role["trust"]): string | undefined {
  const json = jsonOfDocument(document);
  return json === undefined ? undefined : JSON.stringify(json, undefined, 2);
}
