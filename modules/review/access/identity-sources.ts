import { listOf, type ReducedResource } from "../plan";
import { serviceAccountOfAddon } from "./addon-service-accounts";
import type { ServiceAccountName } from "./service-account-name";
import {
  existsAt,
  labelOf,
  textAt,
  valueAt,
  type Stage,
  type Value,
} from "./value";

/** A Kubernetes service account of a plan at one time. */
export interface ServiceAccountResource extends ServiceAccountName {
  readonly address: string;
  /** What its annotation says its role is. */
  readonly role: Value;
  /** All of its annotations that say something of identity, as text. */
  readonly annotations: string;
  /** Of an add-on that has it. */
  readonly provider?: string;
}

/** An EKS Pod Identity association at one time, of its own or of an add-on. */
export interface Association extends ServiceAccountName {
  readonly address: string;
  readonly cluster: string;
  readonly role: Value;
  readonly targetRole: Value;
  readonly sessionTags: boolean | "unknown";
  /** The session policy that narrows what the role may do. */
  readonly sessionPolicy: Value;
  readonly region?: string;
  /** ARN of the association, which has the cluster's region and account. */
  readonly arn?: string;
  readonly provider?: string;
}

/** The annotation by which the identity webhook gives a role. */
const roleAnnotation = "eks.amazonaws.com/role-arn";

/**
 * The service accounts that the plan's Kubernetes resources make or annotate, with a role or without one, in the order
 * of resources. One whose name isn't said has the resource's address in parentheses as its name.
 */
export function serviceAccountsAt(
  resources: Iterable<ReducedResource>,
  stage: Stage,
): readonly ServiceAccountResource[] {
  return [...resources].flatMap((resource) => {
    if (
      !existsAt(resource, stage) ||
      (resource.type === "kubernetes_manifest" &&
        textAt(resource, stage, "manifest", "kind") !== "ServiceAccount")
    )
      return [];
    const isDefault = resource.type.startsWith(
      "kubernetes_default_service_account",
    );
    const at =
      resource.type === "kubernetes_manifest"
        ? {
            meta: ["manifest", "metadata"],
            annotations: ["manifest", "metadata", "annotations"],
          }
        : resource.type === "kubernetes_annotations"
          ? { meta: ["metadata", 0], annotations: ["annotations"] }
          : resource.type.startsWith("kubernetes_service_account") || isDefault
            ? {
                meta: ["metadata", 0],
                annotations: ["metadata", 0, "annotations"],
              }
            : undefined;
    if (at === undefined) return [];
    return [
      {
        address: resource.address,
        namespace:
          labelOf(valueAt(resource, stage, ...at.meta, "namespace")) ??
          "default",
        serviceAccount:
          labelOf(valueAt(resource, stage, ...at.meta, "name")) ??
          (isDefault ? "default" : `(${resource.address})`),
        role: valueAt(resource, stage, ...at.annotations, roleAnnotation),
        annotations: JSON.stringify(
          valueAt(resource, stage, ...at.annotations),
        ),
      },
    ];
  });
}

/**
 * The associations that are resources of their own, and those of add-ons, in the order of resources. What isn't known
 * of one stands as an expression.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
 */
export function associationsAt(
  resources: Iterable<ReducedResource>,
  stage: Stage,
): readonly Association[] {
  return [...resources].flatMap((resource) => {
    if (!existsAt(resource, stage)) return [];
    if (resource.type === "aws_eks_addon") return ofAddon(resource, stage);
    if (resource.type !== "aws_eks_pod_identity_association") return [];
    const tagsOff = valueAt(resource, stage, "disable_session_tags");
    const region = textAt(resource, stage, "region") ?? resource.region;
    const arn = textAt(resource, stage, "association_arn");
    return [
      {
        address: resource.address,
        cluster: labelOf(valueAt(resource, stage, "cluster_name")) ?? "",
        namespace: labelOf(valueAt(resource, stage, "namespace")) ?? "",
        serviceAccount:
          labelOf(valueAt(resource, stage, "service_account")) ?? "",
        role: valueAt(resource, stage, "role_arn"),
        targetRole: valueAt(resource, stage, "target_role_arn"),
        // The provider computes the default, false, where the configuration doesn't say.
        sessionTags:
          tagsOff.state === "unknown" &&
          resource.configured.includes("disable_session_tags")
            ? "unknown"
            : !(tagsOff.state === "known" && tagsOff.value === true),
        sessionPolicy: valueAt(resource, stage, "policy"),
        ...providerOf(resource),
        ...(region !== undefined && { region }),
        ...(arn !== undefined && { arn }),
      },
    ];
  });
}

const absent: Value = { state: "absent" };

/**
 * The namespace that an add-on is installed into, or else its own.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonNamespaceConfigRequest.html
 */
function namespaceOfAddon(
  resource: ReducedResource,
  stage: Stage,
  addon: string,
): string {
  const chosen = valueAt(resource, stage, "namespace_config", 0, "namespace");
  return (
    (chosen.state === "known" ||
    resource.configured.includes("namespace_config")
      ? labelOf(chosen)
      : undefined) ??
    serviceAccountOfAddon(addon)?.namespace ??
    `(namespace of ${addon})`
  );
}

function ofAddon(
  resource: ReducedResource,
  stage: Stage,
): readonly Association[] {
  const addon = textAt(resource, stage, "addon_name") ?? resource.address;
  const list = valueAt(resource, stage, "pod_identity_association");
  if (list.state === "absent") return [];
  // Of blocks that aren't known there is at least one.
  const count = list.state === "known" ? listOf(list.value).length : 1;
  return [...Array(count).keys()].map((index) => {
    const at = ["pod_identity_association", index] as const;
    return {
      address: resource.address,
      cluster: labelOf(valueAt(resource, stage, "cluster_name")) ?? "",
      namespace: namespaceOfAddon(resource, stage, addon),
      serviceAccount:
        list.state === "known"
          ? (labelOf(valueAt(resource, stage, ...at, "service_account")) ?? "")
          : `(service accounts of ${addon})`,
      role: valueAt(resource, stage, ...at, "role_arn"),
      targetRole: absent,
      sessionTags: true,
      sessionPolicy: absent,
      ...providerOf(resource),
      ...(resource.region !== undefined && { region: resource.region }),
    };
  });
}

/** The service accounts that add-ons annotate with a role of theirs. */
export function addonServiceAccountsAt(
  resources: Iterable<ReducedResource>,
  stage: Stage,
): readonly ServiceAccountResource[] {
  return [...resources].flatMap((resource) => {
    if (resource.type !== "aws_eks_addon" || !existsAt(resource, stage))
      return [];
    const role = valueAt(resource, stage, "service_account_role_arn");
    if (role.state === "absent") return [];
    const addon = textAt(resource, stage, "addon_name") ?? resource.address;
    return [
      {
        address: resource.address,
        namespace: namespaceOfAddon(resource, stage, addon),
        serviceAccount:
          serviceAccountOfAddon(addon)?.serviceAccount ??
          `(service account of ${addon})`,
        role,
        annotations: JSON.stringify(role),
        ...providerOf(resource),
      },
    ];
  });
}

function providerOf({ provider }: ReducedResource): { provider?: string } {
  return provider === undefined ? {} : { provider };
}
