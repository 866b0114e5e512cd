import { unreadTypeOf } from "./unread-type-of";

/**
 * The resource types that are about identity, and of each the attributes that say who gets which access.
 * Everything else of a plan is dropped.
 */
const identityTypes: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "aws_iam_role",
    [
      "arn",
      "assume_role_policy",
      "inline_policy",
      "managed_policy_arns",
      "name",
      "path",
      "permissions_boundary",
      "tags",
      "tags_all",
    ],
  ],
  ["aws_iam_policy", ["arn", "name", "path", "policy"]],
  ["aws_iam_role_policy", ["name", "policy", "role"]],
  ["aws_iam_role_policy_attachment", ["policy_arn", "role"]],
  ["aws_iam_policy_attachment", ["groups", "policy_arn", "roles", "users"]],
  ["aws_iam_user", ["arn", "name", "path", "permissions_boundary"]],
  ["aws_iam_user_policy", ["name", "policy", "user"]],
  ["aws_iam_user_policy_attachment", ["policy_arn", "user"]],
  ["aws_iam_group", ["arn", "name", "path"]],
  ["aws_iam_group_policy", ["group", "name", "policy"]],
  ["aws_iam_group_policy_attachment", ["group", "policy_arn"]],
  ["aws_iam_role_policies_exclusive", ["policy_names", "role_name"]],
  ["aws_iam_user_policies_exclusive", ["policy_names", "user_name"]],
  ["aws_iam_group_policies_exclusive", ["group_name", "policy_names"]],
  ["aws_iam_role_policy_attachments_exclusive", ["policy_arns", "role_name"]],
  ["aws_iam_user_policy_attachments_exclusive", ["policy_arns", "user_name"]],
  ["aws_iam_group_policy_attachments_exclusive", ["group_name", "policy_arns"]],
  [
    "aws_iam_openid_connect_provider",
    ["arn", "client_id_list", "thumbprint_list", "url"],
  ],
  [
    "aws_eks_pod_identity_association",
    [
      "association_arn",
      "cluster_name",
      "disable_session_tags",
      "namespace",
      "policy",
      "region",
      "role_arn",
      "service_account",
      "target_role_arn",
    ],
  ],
  [
    "aws_eks_addon",
    [
      "addon_name",
      "cluster_name",
      "namespace_config",
      "pod_identity_association",
      "service_account_role_arn",
    ],
  ],
  ["kubernetes_service_account", ["metadata"]],
  ["kubernetes_service_account_v1", ["metadata"]],
  ["kubernetes_default_service_account", ["metadata"]],
  ["kubernetes_default_service_account_v1", ["metadata"]],
  ["kubernetes_manifest", ["manifest"]],
  ["kubernetes_annotations", ["annotations", "kind", "metadata"]],
  ["helm_release", ["chart", "name", "namespace", "repository", "version"]],
  [
    "data.aws_iam_policy_document",
    [
      "json",
      "override_json",
      "override_policy_documents",
      "source_json",
      "source_policy_documents",
      "statement",
      "version",
    ],
  ],
]);

/**
 * The kept attributes of a type, `data.` before a data source's: of those that a review reads, and of those that can
 * give access in ways that it doesn't read. Undefined where it isn't about identity.
 */
export function keptAttributes(type: string): readonly string[] | undefined {
  return identityTypes.get(type) ?? unreadTypeOf(type)?.attributes;
}
