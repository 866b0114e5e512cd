/**
 * Types of resources whose ARN, id, name and URL are made of characters that the naming rules of their service allow,
 * and a quote or a backslash is none of them.
 */
const plainNames: ReadonlySet<string> = new Set([
  "aws_alb",
  "aws_alb_target_group",
  "aws_athena_workgroup",
  "aws_backup_vault",
  "aws_cloudwatch_event_bus",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_log_group",
  "aws_codeartifact_domain",
  "aws_codebuild_project",
  "aws_codecommit_repository",
  "aws_db_instance",
  "aws_docdb_cluster",
  "aws_dynamodb_table",
  "aws_ecr_repository",
  "aws_ecs_cluster",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_elasticsearch_domain",
  "aws_iam_group",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_saml_provider",
  "aws_iam_user",
  "aws_kinesis_firehose_delivery_stream",
  "aws_kinesis_stream",
  "aws_kms_alias",
  "aws_lambda_alias",
  "aws_lambda_function",
  "aws_lb",
  "aws_lb_target_group",
  "aws_memorydb_cluster",
  "aws_msk_cluster",
  "aws_neptune_cluster",
  "aws_opensearch_domain",
  "aws_rds_cluster",
  "aws_redshift_cluster",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_sfn_state_machine",
  "aws_sns_topic",
  "aws_sqs_queue",
  "aws_ssm_parameter",
]);

/** Types of resources whose ARN and id AWS makes up; their name may be any text. */
const plainIds: ReadonlySet<string> = new Set([
  "aws_acm_certificate",
  "aws_api_gateway_rest_api",
  "aws_apigatewayv2_api",
  "aws_cloudfront_distribution",
  "aws_cognito_identity_pool",
  "aws_cognito_user_pool",
  "aws_ebs_volume",
  "aws_efs_access_point",
  "aws_efs_file_system",
  "aws_instance",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_route53_zone",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
]);

/**
 * Whether a resource's attribute holds no quote and no backslash, so that its value can't leave the JSON text that it
 * stands in. False for every other type and attribute: an S3 object's id is its key, which may hold anything.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function isPlainAttribute(type: string, attribute: string): boolean {
  return (
    (["arn", "id", "name", "url"].includes(attribute) &&
      plainNames.has(type)) ||
    (["arn", "id"].includes(attribute) && plainIds.has(type))
  );
}
