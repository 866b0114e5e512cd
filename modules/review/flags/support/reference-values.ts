import { parseReference } from "../../plan";
import { replaceExpressions, splitReferences } from "./expressions";

/**
 * Whether an expression's value is the ARN of one thing: of a resource or data source whose ARN AWS makes. Of several
 * references each must be a resource's, or a variable: these are known, so that what isn't known yet is an ARN.
 */
export function isOneArn(expression: string): boolean {
  const references = splitReferences(expression);
  const arns = references.filter((one) => !isVariable(one));
  return references.length === 1
    ? arns.some((one) => isArnOf(one, "any"))
    : arns.length > 0 && arns.every((one) => isArnOf(one, "managed"));
}

/**
 * Whether an expression's value may hold a wildcard. It can't where it is a name or an ARN that AWS or Kubernetes
 * makes or validates: a text from elsewhere can say anything.
 */
export function mayHoldWildcard(expression: string): boolean {
  if (expression === "count.index" || isOneArn(expression)) return false;
  const found = referenceOf(expression);
  return (
    found === undefined ||
    names.get(found.type)?.includes(found.attribute) !== true
  );
}

/** A policy's text with an asterisk in place of each expression that may hold a wildcard. */
export function atItsWidest(text: string): string {
  return replaceExpressions(text, (expression) =>
    mayHoldWildcard(expression) ? "*" : `\${${expression}}`,
  );
}

/**
 * Attributes that hold no wildcard, by type: identifiers that AWS makes, and names for which the service's API
 * takes letters, digits and a few signs. Names of other types may be any text, such as those of Glue's jobs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
const names: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_cloudfront_distribution", ["id"]],
  ["aws_cloudwatch_log_group", ["id", "name"]],
  ["aws_db_instance", ["id", "identifier", "resource_id"]],
  ["aws_dynamodb_table", ["id", "name"]],
  ["aws_ecr_repository", ["id", "name"]],
  ["aws_efs_access_point", ["id"]],
  ["aws_efs_file_system", ["id"]],
  ["aws_eks_cluster", ["id", "name"]],
  ["aws_iam_group", ["id", "name"]],
  ["aws_iam_instance_profile", ["id", "name"]],
  ["aws_iam_policy", ["id", "name"]],
  ["aws_iam_role", ["id", "name", "unique_id"]],
  ["aws_iam_user", ["id", "name", "unique_id"]],
  ["aws_instance", ["id"]],
  ["aws_kinesis_stream", ["name"]],
  ["aws_kms_key", ["id", "key_id"]],
  ["aws_lambda_function", ["function_name", "id"]],
  ["aws_rds_cluster", ["cluster_identifier", "cluster_resource_id", "id"]],
  ["aws_route53_zone", ["id", "zone_id"]],
  ["aws_s3_bucket", ["bucket", "id"]],
  ["aws_secretsmanager_secret", ["id", "name"]],
  ["aws_security_group", ["id"]],
  ["aws_sns_topic", ["id", "name"]],
  ["aws_sqs_queue", ["name"]],
  ["aws_ssm_parameter", ["id", "name"]],
  ["aws_subnet", ["id"]],
  ["aws_vpc", ["id", "owner_id"]],
  ["data.aws_caller_identity", ["account_id", "id"]],
  ["data.aws_partition", ["dns_suffix", "id", "partition"]],
  ["data.aws_region", ["id", "name", "region"]],
  ["kubernetes_namespace", ["metadata.name"]],
  ["kubernetes_namespace_v1", ["metadata.name"]],
  ["kubernetes_service_account", ["metadata.name"]],
  ["kubernetes_service_account_v1", ["metadata.name"]],
]);

/** Types whose `arn` must be given, and data sources that give one back without asking AWS for it. */
const givenArns: ReadonlySet<string> = new Set([
  "aws_cloudwatch_event_target",
  "aws_lakeformation_resource",
  "aws_notifications_channel_association",
  "aws_sns_topic_data_protection_policy",
  "aws_sns_topic_policy",
  "data.aws_arn",
  "data.aws_iam_session_context",
]);

function isArnOf(reference: string, mode: "any" | "managed"): boolean {
  const found = referenceOf(reference);
  return (
    found?.attribute === "arn" &&
    (found.type.startsWith("aws_") ||
      (mode === "any" && found.type.startsWith("data.aws_"))) &&
    !givenArns.has(found.type)
  );
}

function isVariable(reference: string): boolean {
  return /^var\.[\w-]+$/.test(reference);
}

/** Names with dots between them, each with a key in brackets at most. */
const plainReference =
  /^[A-Za-z_][\w-]*(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|each\.key|count\.index)\])?(?:\.[A-Za-z_][\w-]*(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|each\.key|count\.index)\])?)*$/;

/** A resource's type, with `data.` before a data source's, and an attribute; undefined for all else. */
function referenceOf(
  expression: string,
): { readonly type: string; readonly attribute: string } | undefined {
  if (!plainReference.test(expression)) return undefined;
  const steps = parseReference(expression).map(({ name }) => name);
  let at = 0;
  while (steps[at] === "module") at += 2;
  const isData = steps[at] === "data";
  const [type = "", , ...attribute] = steps.slice(isData ? at + 1 : at);
  return {
    type: isData ? `data.${type}` : type,
    attribute: attribute.join("."),
  };
}
