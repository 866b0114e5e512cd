import { isWorkload } from "./kubernetes-workload";
import {
  otherTool,
  resourcePolicy,
  unreadTypes,
  type UnreadType,
} from "./unread-types";

/**
 * What a type is that can give access in ways that a review doesn't read: a change of one must not pass in silence.
 * Undefined for every other type, and for those that a review reads.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export function unreadTypeOf(type: string): UnreadType | undefined {
  const known = unreadTypes.get(type);
  if (known) return known;
  if (type.startsWith("aws_")) return undefined;
  if (
    /^awscc_(?:cloudformation|eks|iam|identitystore|organizations|rolesanywhere|servicecatalog|sso)_/.test(
      type,
    )
  )
    return otherTool;
  if (/^awscc_\w*(?:policy|permission|grant)$/.test(type))
    return resourcePolicy;
  if (/^kubernetes_mutating_webhook_configuration(?:_v1)?$/.test(type))
    return {
      weight: "medium",
      what: "what may change pods as they are made",
      attributes: ["metadata", "webhook"],
    };
  if (isWorkload(type))
    return {
      weight: "medium",
      what: "code that runs as a service account",
      attributes: ["metadata", "spec"],
    };
  return /^kubernetes_(?:cluster_)?role(?:_binding)?(?:_v1)?$/.test(type)
    ? {
        weight: "medium",
        what: "rights in the cluster",
        attributes: ["metadata", "role_ref", "rule", "subject"],
      }
    : undefined;
}
