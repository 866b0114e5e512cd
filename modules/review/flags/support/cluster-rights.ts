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

/**
 * What a Kubernetes resource newly gives, in words, where somebody gets the cluster by it or everybody gets something;
 * undefined for all other rights, and for what gives none.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
export function wideRightsOf(resource: ReducedResource): string | undefined {
  const before = rightsAt(resource, "before");
  const after = rightsAt(resource, "after");
  if (after === undefined) return undefined;
  const wide = wideIn(after);
  return before !== undefined &&
    wide === wideIn(before) &&
    canonicalJson([...before.rules, ...before.subjects]) ===
      canonicalJson([...after.rules, ...after.subjects])
    ? undefined
    : wide;
}

/** Rights in the cluster at one time, as a resource of its own type or a manifest says them. */
interface Rights {
  readonly kind: string;
  readonly namespace?: string;
  readonly rules: readonly Json[];
  readonly subjects: readonly Json[];
  /** Of a binding, as far as the plan says. */
  readonly role?: string;
  readonly isRoleUnknown: boolean;
}

function wideIn(rights: Rights): string | undefined {
  const { kind, namespace, rules, subjects, role, isRoleUnknown } = rights;
  if (kind === "ClusterRole" && rules.some(isEverything))
    return "every right in the cluster";
  if (subjects.some(isEveryone)) return "rights in the cluster for everyone";
  // Who has every right in kube-system has the tokens of the cluster's own controllers.
  if (kind !== "ClusterRoleBinding" && namespace !== "kube-system")
    return undefined;
  if (role === "cluster-admin") return "every right in the cluster";
  return isRoleUnknown
    ? "rights in the cluster that aren't known yet"
    : undefined;
}

function isEverything(rule: Json): boolean {
  const has = (value: string, ...names: readonly string[]): boolean =>
    names.some((name) => stringsOf(fieldOf(rule, name))?.includes(value));
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
  const role = valueAt(
    resource,
    stage,
    ...at,
    ...(isManifest ? ["roleRef", "name"] : ["role_ref", 0, "name"]),
  );
  const namespace = labelOf(
    valueAt(
      resource,
      stage,
      ...at,
      "metadata",
      ...(isManifest ? [] : [0]),
      "namespace",
    ),
  );
  return {
    kind,
    ...(namespace !== undefined && { namespace }),
    rules: listOf(attributes, isManifest ? "rules" : "rule"),
    subjects: listOf(attributes, isManifest ? "subjects" : "subject"),
    ...(role.state === "known" &&
      typeof role.value === "string" && { role: role.value }),
    isRoleUnknown: role.state === "unknown",
  };
}
