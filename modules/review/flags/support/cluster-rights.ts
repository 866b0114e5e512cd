import { labelOf, valueAt, type Stage } from "../../access";
import {
  fieldOf,
  listOf,
  textOf,
  type Json,
  type ReducedResource,
} from "../../plan";
import { stringsOf } from "../../policy";

/** Rights in the cluster that one resource gives, in words. */
export type WideRights = (resource: ReducedResource) => string | undefined;

/**
 * Tells what a Kubernetes resource newly gives, in words, where somebody gets the cluster by it or everybody gets
 * something; undefined for all other rights, and for what gives none. A role newly gives what is wide in it and wasn't
 * before; a binding that and, to a subject that it didn't have, all of its role. What a role gives is read in the
 * plan's own roles.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
export function wideRightsIn(resources: Iterable<ReducedResource>): WideRights {
  const all = [...resources];
  const roles = {
    before: readRoles(all, "before"),
    after: readRoles(all, "after"),
  };
  const bound = readBound(all);
  return (resource) => {
    const before = rightsAt(resource, "before");
    const after = rightsAt(resource, "after");
    if (after === undefined) return undefined;
    const wide = wideIn(after, roles.after);
    // One that is bound in namespaces only gives what is in these.
    if (
      after.kind === "ClusterRole" &&
      !wide.includes(everyRight) &&
      bound.get(after.name ?? "") === false
    )
      return undefined;
    const had =
      before === undefined || bindsAnew(before, after)
        ? []
        : wideIn(before, roles.before);
    return had.includes(everyRight)
      ? undefined
      : inWords(wide.filter((one) => !had.includes(one)));
  };
}

const everyRight = "every right in the cluster";
const forEveryone = "rights in the cluster for everyone";
const notKnown = "rights in the cluster that aren't known yet";

/** What says by itself what is given; the rest are ways. */
const whole: ReadonlySet<string> = new Set([everyRight, forEveryone, notKnown]);

function inWords(wide: readonly string[]): string | undefined {
  return wide.length === 0
    ? undefined
    : (wide.find((one) => whole.has(one)) ??
        `a way to every right in the cluster (${wide.join(", ")})`);
}

/** What is wide in each role of a plan at one time, by a binding's name for it. */
type Roles = ReadonlyMap<string, readonly string[]>;

function readRoles(resources: readonly ReducedResource[], stage: Stage): Roles {
  return new Map(
    resources.flatMap((resource) => {
      const rights = rightsAt(resource, stage);
      if (rights?.name === undefined || isBinding(rights)) return [];
      const { kind, name, namespace, rules } = rights;
      const wide = waysIn(rules);
      return wide.length === 0
        ? []
        : [[kind === "Role" ? roleIn(namespace, name) : name, wide] as const];
    }),
  );
}

/** The roles that a binding names after the apply: whether one reaches the cluster. */
function readBound(
  resources: readonly ReducedResource[],
): ReadonlyMap<string, boolean> {
  const bound = new Map<string, boolean>();
  for (const resource of resources) {
    const rights = rightsAt(resource, "after");
    if (rights?.role !== undefined)
      bound.set(
        rights.role,
        bound.get(rights.role) === true || reachesCluster(rights),
      );
  }
  return bound;
}

/** Rights in the cluster at one time, as a resource of its own type or a manifest says them. */
interface Rights {
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly rules: readonly Json[];
  /** Those of a binding, each with its kind. */
  readonly subjects: readonly string[];
  /** The role of a binding, as far as the plan says: a cluster role's name, or a role's behind its namespace. */
  readonly role?: string;
  readonly isRoleUnknown: boolean;
}

function isBinding({ kind }: Rights): boolean {
  return kind.endsWith("Binding");
}

/** No name has a slash. */
function roleIn(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}

function wideIn(rights: Rights, roles: Roles): readonly string[] {
  const { rules, subjects, role = "", isRoleUnknown } = rights;
  const reaches = reachesCluster(rights);
  if (!isBinding(rights)) return reaches ? waysIn(rules) : [];
  const given = isRoleUnknown
    ? [notKnown]
    : (roles.get(role) ?? builtIn.get(role) ?? []);
  return [
    ...(subjects.some((one) => everyone.has(one)) ? [forEveryone] : []),
    ...(reaches ? given : []),
  ];
}

/** Who has every right in kube-system has the tokens of the cluster's own controllers. */
function reachesCluster({ kind, namespace }: Rights): boolean {
  return kind.startsWith("Cluster") || namespace === "kube-system";
}

/** Whether a binding gives its role to a subject that it didn't have, or something else to everyone. */
function bindsAnew(before: Rights, after: Rights): boolean {
  const isOther =
    before.kind !== after.kind ||
    before.namespace !== after.namespace ||
    before.role !== after.role;
  return after.subjects.some(
    (one) =>
      one.includes(unknownPart) ||
      !before.subjects.includes(one) ||
      (isOther && everyone.has(one)),
  );
}

/**
 * What is wide in a role's rules, in words: everything, or by which of them their holder gets everything; none where
 * nothing is. Rights to make workloads lead there too, and are left out: every controller of workloads has them.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
function waysIn(rules: readonly Json[]): readonly string[] {
  return rules.some(isEverything)
    ? [everyRight]
    : ways.flatMap(({ says, ...way }) =>
        rules.some((rule) => allows(rule, way)) ? [says] : [],
      );
}

const escalates = "gives roles more rights than it has";
const impersonates = "impersonates others";
const readsSecrets = "reads every secret";

/**
 * Cluster roles that every cluster has.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles
 */
const builtIn: Roles = new Map([
  ["cluster-admin", [everyRight]],
  ["admin", [impersonates, readsSecrets]],
  ["edit", [impersonates, readsSecrets]],
  ["system:controller:clusterrole-aggregation-controller", [escalates]],
]);

interface Way {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const ways: readonly (Way & { readonly says: string })[] = [
  {
    says: "binds every role",
    group: "rbac.authorization.k8s.io",
    resources: ["clusterroles", "roles"],
    verbs: ["bind"],
  },
  {
    says: escalates,
    group: "rbac.authorization.k8s.io",
    resources: ["clusterroles", "roles"],
    verbs: ["escalate"],
  },
  {
    says: impersonates,
    group: "",
    resources: ["groups", "serviceaccounts", "users"],
    verbs: ["impersonate"],
  },
  {
    says: "makes tokens of every service account",
    group: "",
    resources: ["serviceaccounts/token", "*/token"],
    verbs: ["create"],
  },
  {
    says: readsSecrets,
    group: "",
    resources: ["secrets"],
    verbs: ["get", "list", "watch"],
  },
];

/** Names by which a rule that is held to some still leads to everything. */
const mighty: ReadonlySet<string> = new Set([
  "cluster-admin",
  "system:masters",
]);

function allows(rule: Json, { group, resources, verbs }: Way): boolean {
  const names = listed(rule, "resource_names", "resourceNames");
  const has = (
    wanted: readonly string[],
    ...attributes: readonly string[]
  ): boolean =>
    listed(rule, ...attributes).some(
      (one) => one === "*" || wanted.includes(one),
    );
  return (
    (names.length === 0 || names.some((name) => mighty.has(name))) &&
    has([group], "api_groups", "apiGroups") &&
    has(resources, "resources") &&
    has(verbs, "verbs")
  );
}

function listed(
  rule: Json,
  ...attributes: readonly string[]
): readonly string[] {
  return attributes.flatMap((name) => stringsOf(fieldOf(rule, name)) ?? []);
}

function isEverything(rule: Json): boolean {
  const has = (value: string, ...names: readonly string[]): boolean =>
    listed(rule, ...names).includes(value);
  return (
    has("*", "verbs") &&
    has("*", "resources") &&
    // The group "" has the secrets.
    (has("*", "api_groups", "apiGroups") || has("", "api_groups", "apiGroups"))
  );
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const everyone: ReadonlySet<string> = new Set([
  "Group system:authenticated",
  "Group system:serviceaccounts",
  "Group system:unauthenticated",
  "User system:anonymous",
]);

const unknownPart = "(not known yet)";

/** A subject's kind and name, a service account's behind its namespace. */
function subjectOf(subject: Json): string {
  const kind = textOf(subject, "kind") ?? unknownPart;
  const name = textOf(subject, "name") ?? unknownPart;
  return kind === "ServiceAccount"
    ? `${kind} ${textOf(subject, "namespace") ?? unknownPart}/${name}`
    : `${kind} ${name}`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["cluster_role", "ClusterRole"],
  ["cluster_role_binding", "ClusterRoleBinding"],
  ["role", "Role"],
  ["role_binding", "RoleBinding"],
]);

function rightsAt(resource: ReducedResource, stage: Stage): Rights | undefined {
  const isManifest = resource.type === "kubernetes_manifest";
  const at = isManifest ? (["manifest"] as const) : [];
  const [, type = ""] =
    /^kubernetes_([a-z_]+?)(?:_v1)?$/.exec(resource.type) ?? [];
  const kind = isManifest
    ? textOf(resource[stage], "manifest", "kind")
    : kinds.get(type);
  if (kind === undefined || ![...kinds.values()].includes(kind))
    return undefined;
  const attributes = fieldOf(resource[stage], ...at);
  if (attributes === undefined) return undefined;
  const reference = isManifest ? ["roleRef"] : ["role_ref", 0];
  const role = valueAt(resource, stage, ...at, ...reference, "name");
  const isOfNamespace = textOf(attributes, ...reference, "kind") === "Role";
  const listing = isManifest ? "subjects" : "subject";
  const [name, namespace] = ["name", "namespace"].map((attribute) =>
    labelOf(
      valueAt(
        resource,
        stage,
        ...at,
        "metadata",
        ...(isManifest ? [] : [0]),
        attribute,
      ),
    ),
  );
  return {
    kind,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    rules: listOf(attributes, isManifest ? "rules" : "rule"),
    subjects:
      valueAt(resource, stage, ...at, listing).state === "unknown"
        ? [unknownPart]
        : listOf(attributes, listing).map(subjectOf),
    ...(role.state === "known" &&
      typeof role.value === "string" && {
        role: isOfNamespace ? roleIn(namespace, role.value) : role.value,
      }),
    isRoleUnknown: role.state === "unknown",
  };
}
