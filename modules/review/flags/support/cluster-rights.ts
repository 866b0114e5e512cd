import { labelOf, valueAt, type Stage } from "../../access";
import {
  canonicalJson,
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
 * something; undefined for all other rights, and for what gives none. What a binding gives is read in the plan's own
 * cluster roles.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
export function wideRightsIn(resources: Iterable<ReducedResource>): WideRights {
  const all = [...resources];
  const roles = {
    before: readClusterRoles(all, "before"),
    after: readClusterRoles(all, "after"),
  };
  return (resource) => {
    const before = rightsAt(resource, "before");
    const after = rightsAt(resource, "after");
    if (after === undefined) return undefined;
    const wide = wideIn(after, roles.after);
    return before !== undefined &&
      wide === wideIn(before, roles.before) &&
      canonicalJson([...before.rules, ...before.subjects]) ===
        canonicalJson([...after.rules, ...after.subjects])
      ? undefined
      : wide;
  };
}

/** The cluster roles of a plan at one time, by name. */
interface ClusterRoles {
  /** What is wide in each. */
  readonly wide: ReadonlyMap<string, string>;
  /** Of those that a binding names: whether one reaches the cluster. */
  readonly bound: ReadonlyMap<string, boolean>;
}

function readClusterRoles(
  resources: readonly ReducedResource[],
  stage: Stage,
): ClusterRoles {
  const wide = new Map<string, string>();
  const bound = new Map<string, boolean>();
  for (const resource of resources) {
    const rights = rightsAt(resource, stage);
    if (rights === undefined) continue;
    const { kind, name, role, rules } = rights;
    if (kind === "ClusterRole" && name !== undefined) {
      const says = wideRuleIn(rules);
      if (says !== undefined) wide.set(name, says);
    }
    if (kind.endsWith("Binding") && role !== undefined)
      bound.set(role, bound.get(role) === true || reachesCluster(rights));
  }
  return { wide, bound };
}

/** Rights in the cluster at one time, as a resource of its own type or a manifest says them. */
interface Rights {
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly rules: readonly Json[];
  readonly subjects: readonly Json[];
  /** The cluster role of a binding, as far as the plan says. */
  readonly role?: string;
  readonly isRoleUnknown: boolean;
}

function wideIn(rights: Rights, roles: ClusterRoles): string | undefined {
  const { kind, name, rules, subjects, role, isRoleUnknown } = rights;
  if (kind === "ClusterRole") {
    const wide = wideRuleIn(rules);
    // One that is bound in namespaces only gives what is in these.
    return wide === everyRight || roles.bound.get(name ?? "") !== false
      ? wide
      : undefined;
  }
  if (subjects.some(isEveryone)) return "rights in the cluster for everyone";
  if (!reachesCluster(rights)) return undefined;
  if (isRoleUnknown) return "rights in the cluster that aren't known yet";
  return role === "cluster-admin" ? everyRight : roles.wide.get(role ?? "");
}

const everyRight = "every right in the cluster";

/** Who has every right in kube-system has the tokens of the cluster's own controllers. */
function reachesCluster({ kind, namespace }: Rights): boolean {
  return kind === "ClusterRoleBinding" || namespace === "kube-system";
}

/**
 * What is wide in a cluster role's rules, in words: everything, or by which of them their holder gets everything;
 * undefined where nothing is. Rights to make workloads lead there too, and are left out: every controller of workloads
 * has them.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
function wideRuleIn(rules: readonly Json[]): string | undefined {
  if (rules.some(isEverything)) return everyRight;
  const found = ways.flatMap(({ says, ...way }) =>
    rules.some((rule) => allows(rule, way)) ? [says] : [],
  );
  return found.length === 0
    ? undefined
    : `a way to every right in the cluster (${found.join(", ")})`;
}

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
    says: "gives roles more rights than it has",
    group: "rbac.authorization.k8s.io",
    resources: ["clusterroles", "roles"],
    verbs: ["escalate"],
  },
  {
    says: "impersonates others",
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
    says: "reads every secret",
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

function isEveryone(subject: Json): boolean {
  return everyone.has(
    `${textOf(subject, "kind") ?? ""} ${textOf(subject, "name") ?? ""}`,
  );
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
    subjects: listOf(attributes, isManifest ? "subjects" : "subject"),
    ...(role.state === "known" &&
      !isOfNamespace &&
      typeof role.value === "string" && { role: role.value }),
    isRoleUnknown: role.state === "unknown",
  };
}
