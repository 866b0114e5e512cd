import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  textOf,
  type Json,
} from "./json";
import {
  isWorkload,
  isWorkloadManifest,
  keepServiceAccount,
  runsAsAnother,
} from "./kubernetes-workload";

/** Of a Kubernetes object: what names it and its annotations. */
const fields = new Set([
  "annotations",
  "apiVersion",
  "generate_name",
  "generateName",
  "kind",
  "metadata",
  "name",
  "namespace",
]);

/** Annotations that say something of identity start so. */
const annotationPrefix = "eks.amazonaws.com/";

/** Kinds of objects by which somebody gets rights in the cluster. */
const rights = new Set([
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
]);

/** What of objects that aren't service accounts says who gets what. */
const fieldsOfRights = new Set([
  "data",
  "webhooks",
  "roleRef",
  "rules",
  "spec",
  "subjects",
]);

/** Controllers that make resources of IAM and EKS, or of any kind, from objects of the cluster. */
const controllers =
  /^(?:(?:iam|eks|cloudcontrol|cloudformation)\.(?:services\.k8s\.aws|aws\.(?:m\.)?upbound\.io|aws\.crossplane\.io)|infra\.contrib\.fluxcd\.io)\//;

/** Controllers that make objects of the cluster, service accounts too, from elsewhere. */
const deployers =
  /^(?:argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io)\//;

/**
 * Whether a change of a Kubernetes resource is about identity: a service account, its annotations, what newly runs as
 * one, rights in the cluster, or the config map that gives IAM's roles rights there. A name or kind that isn't known may
 * be one.
 *
 * @param change Terraform's, with `before`, `after` and `after_unknown`
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 */
export function isAboutIdentity(type: string, change: Json): boolean {
  const texts = (...path: readonly (string | number)[]): readonly string[] =>
    ["before", "after"].flatMap(
      (stage) => textOf(change, stage, ...path) ?? [],
    );
  if (type === "kubernetes_annotations")
    return (
      texts("kind").includes("ServiceAccount") ||
      fieldOf(change, "after_unknown", "kind") === true
    );
  // Of other secrets nothing is kept.
  if (type.startsWith("kubernetes_secret"))
    return texts("type").includes("kubernetes.io/service-account-token");
  if (type.startsWith("kubernetes_config_map"))
    return (
      texts("metadata", 0, "name").includes(awsAuth) ||
      fieldOf(change, "after_unknown", "metadata", 0, "name") === true
    );
  if (isWorkload(type)) return runsAsAnother(change);
  if (type !== "kubernetes_manifest") return true;
  return ["before", "after"].some((stage) => {
    const manifest = fieldOf(change, stage, "manifest");
    return (
      textOf(manifest, "kind") === "ServiceAccount" ||
      unreadManifest(manifest) !== undefined ||
      (isWorkloadManifest(manifest) && runsAsAnother(change, "manifest"))
    );
  });
}

const awsAuth = "aws-auth";

/** What a manifest is that can give access and isn't read; undefined for every other one. */
export function unreadManifest(
  manifest: Json | undefined,
): { readonly weight: "high" | "medium"; readonly what: string } | undefined {
  const kind = textOf(manifest, "kind") ?? "";
  if (controllers.test(textOf(manifest, "apiVersion") ?? ""))
    return { weight: "high", what: "for a controller of AWS resources" };
  if (
    kind === "ConfigMap" &&
    (textOf(manifest, "metadata", "name") ?? awsAuth) === awsAuth
  )
    return { weight: "high", what: "who may act in the cluster as whom" };
  if (kind === "CertificateSigningRequest")
    return { weight: "high", what: "a certificate of the cluster" };
  if (kind === "MutatingWebhookConfiguration")
    return { weight: "medium", what: "what may change pods as they are made" };
  if (deployers.test(textOf(manifest, "apiVersion") ?? ""))
    return {
      weight: "medium",
      what: "for a controller of the cluster's objects",
    };
  return rights.has(kind)
    ? { weight: "medium", what: "rights in the cluster" }
    : undefined;
}

/**
 * What is kept of an attribute of a Kubernetes resource: names, rights, and the annotations of the identity webhook.
 * Other annotations and labels can hold anything. Attributes of other types are kept whole.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function keepKubernetes(
  type: string,
  attribute: string,
  value: Json,
): Json {
  if (!type.startsWith("kubernetes_")) return value;
  if (type.startsWith("kubernetes_secret") && attribute === "data") return null;
  switch (attribute) {
    case "annotations":
      return keepAnnotations(value);
    case "manifest":
      return isJsonObject(value) && unreadManifest(value) !== undefined
        ? Object.fromEntries([
            ...entriesOf(keepFields(value, 0)),
            ...entriesOf(value).filter(([name]) => fieldsOfRights.has(name)),
          ])
        : keepManifest(value);
    case "metadata":
      return keepFields(value, 0);
    case "spec":
      return isWorkload(type) ? keepServiceAccount(value) : value;
    default:
      return value;
  }
}

/** Of a manifest that gives no rights. */
function keepManifest(manifest: Json): Json {
  const spec = isWorkloadManifest(manifest)
    ? fieldOf(manifest, "spec")
    : undefined;
  return spec === undefined
    ? keepFields(manifest, 0)
    : Object.fromEntries([
        ...entriesOf(keepFields(manifest, 0)),
        ["spec", keepServiceAccount(spec)],
      ]);
}

function keepFields(value: Json, depth: number): Json {
  if (isJsonArray(value))
    return depth > 3 ? null : value.map((one) => keepFields(one, depth + 1));
  if (!isJsonObject(value)) return value;
  if (depth > 3) return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => fields.has(name))
      .map(([name, field]) => [
        name,
        name === "annotations"
          ? keepAnnotations(field)
          : keepFields(field, depth + 1),
      ]),
  );
}

function keepAnnotations(value: Json): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    entriesOf(value).filter(([name]) => name.startsWith(annotationPrefix)),
  );
}
