/**
 * How much it matters that a change isn't read: `unreviewable` where it can hold whole roles, `high` where somebody
 * can get the account's or the cluster's access by it, `medium` where it is one resource's own policy or a right
 * inside of the cluster.
 */
type UnreadWeight = "unreviewable" | "high" | "medium";

/** A type of resource that can give access in ways that a review doesn't read. */
export interface UnreadType {
  readonly weight: UnreadWeight;
  /** What the resource is, in a few words. */
  readonly what: string;
  /** The attributes that say who gets what. */
  readonly attributes: readonly string[];
  /** Whether the resource counts only where one of these is set or changed: it is much else too. */
  readonly byAttribute?: true;
  /** The attribute without which it doesn't count. */
  readonly needs?: string;
  /** Whether the attributes hold much else, of which only roles and instance profiles are kept. */
  readonly rolesOnly?: true;
}

/** Who can sign in, act in the account or in the cluster, by ways that aren't read. */
const access: readonly (readonly [what: string, ...types: string[]])[] = [
  [
    "credentials",
    "aws_iam_access_key",
    "aws_ssm_activation",
    "aws_iam_service_specific_credential",
    "aws_iam_signing_certificate",
    "aws_iam_user_login_profile",
    "aws_iam_user_ssh_key",
  ],
  [
    "members of a group",
    "aws_iam_group_membership",
    "aws_iam_user_group_membership",
    "aws_identitystore_group_membership",
  ],
  [
    "a federation of the account",
    "aws_iam_saml_provider",
    "aws_rolesanywhere_profile",
    "aws_rolesanywhere_trust_anchor",
  ],
  [
    "access to a cluster",
    "aws_eks_access_entry",
    "aws_eks_access_policy_association",
    "aws_eks_identity_provider_config",
  ],
  [
    "access by IAM Identity Center",
    "aws_ssoadmin_account_assignment",
    "aws_ssoadmin_application_assignment",
    "aws_ssoadmin_customer_managed_policy_attachment",
    "aws_ssoadmin_instance_access_control_attributes",
    "aws_ssoadmin_managed_policy_attachment",
    "aws_ssoadmin_permission_set",
    "aws_ssoadmin_permission_set_inline_policy",
    "aws_ssoadmin_permissions_boundary_attachment",
    "aws_ssoadmin_trusted_token_issuer",
  ],
  [
    "a policy of the organization",
    "aws_organizations_delegated_administrator",
    "aws_organizations_policy",
    "aws_organizations_policy_attachment",
    "aws_organizations_resource_policy",
  ],
  [
    "a command that runs at the apply",
    "ansible_playbook",
    "aws_lambda_invocation",
    "aws_ssm_association",
    "data.aws_lambda_invocation",
    "data.external",
    "restapi_object",
    "shell_script",
    "ssh_resource",
    "terracurl_request",
  ],
  [
    "a command that runs in a maintenance window",
    "aws_ssm_maintenance_window_task",
  ],
  ["a policy that a budget attaches", "aws_budgets_budget_action"],
  [
    "who may grant everything in the data lake",
    "aws_lakeformation_data_lake_settings",
  ],
  ["who may get credentials of a role", "vault_aws_secret_backend_role"],
  [
    "a certificate of the cluster",
    "kubernetes_certificate_signing_request",
    "kubernetes_certificate_signing_request_v1",
  ],
  [
    "a token of a service account",
    "kubernetes_secret",
    "kubernetes_secret_v1",
    "kubernetes_token_request",
    "kubernetes_token_request_v1",
  ],
  [
    "who may act in the cluster as whom",
    "kubernetes_config_map",
    "kubernetes_config_map_v1",
    "kubernetes_config_map_v1_data",
  ],
];

const attributesOfAccess = [
  "access_scope",
  "action_type",
  "admins",
  "certificate_body",
  "cluster_name",
  "content",
  "create_database_default_permissions",
  "create_table_default_permissions",
  "data",
  "definition",
  "execution_role_arn",
  "group",
  "group_id",
  "groups",
  "inline_policy",
  "kubernetes_groups",
  "managed_policy_arn",
  "member_id",
  "iam_role",
  "metadata",
  "name",
  "oidc",
  "permission_set_arn",
  "permissions_boundary",
  "policy_arn",
  "policy_id",
  "principal_arn",
  "principal_id",
  "principal_type",
  "public_key",
  "role_arns",
  "service_role_arn",
  "saml_metadata_document",
  "session_policy",
  "source",
  "spec",
  "status",
  "target_id",
  "targets",
  "task_arn",
  "task_type",
  "type",
  "user",
  "user_name",
  "users",
];

/** What makes resources of every kind, roles too. */
const makesAnything: readonly string[] = [
  "aws_cloudcontrolapi_resource",
  "aws_cloudformation_stack",
  "aws_cloudformation_stack_instances",
  "aws_cloudformation_stack_set",
  "aws_cloudformation_stack_set_instance",
  "aws_serverlessapplicationrepository_cloudformation_stack",
  "aws_servicecatalog_provisioned_product",
  "kubectl_manifest",
  "kustomization_resource",
];

/** Policies of resources: they give access to the one that they are of. */
const resourcePolicies: readonly string[] = [
  "aws_acmpca_permission",
  "aws_acmpca_policy",
  "aws_ami_launch_permission",
  "aws_api_gateway_rest_api_policy",
  "aws_backup_vault_policy",
  "aws_cloudsearch_domain_service_access_policy",
  "aws_cloudwatch_event_bus_policy",
  "aws_cloudwatch_event_permission",
  "aws_cloudwatch_log_delivery_destination_policy",
  "aws_cloudwatch_log_destination_policy",
  "aws_cloudwatch_log_resource_policy",
  "aws_codeartifact_domain_permissions_policy",
  "aws_codeartifact_repository_permissions_policy",
  "aws_codebuild_resource_policy",
  "aws_cognito_identity_pool_roles_attachment",
  "aws_cognito_user_group",
  "aws_dynamodb_resource_policy",
  "aws_ecr_registry_policy",
  "aws_ecr_repository_policy",
  "aws_ecrpublic_repository_policy",
  "aws_efs_file_system_policy",
  "aws_elasticsearch_domain_policy",
  "aws_glacier_vault_lock",
  "aws_glue_resource_policy",
  "aws_iam_instance_profile",
  "aws_iot_policy",
  "aws_iot_policy_attachment",
  "aws_iot_role_alias",
  "aws_iot_thing_principal_attachment",
  "aws_kinesis_resource_policy",
  "aws_kms_grant",
  "aws_kms_key_policy",
  "aws_lakeformation_permissions",
  "aws_lambda_function_url",
  "aws_lambda_layer_version_permission",
  "aws_lambda_permission",
  "aws_lightsail_bucket_access_key",
  "aws_media_store_container_policy",
  "aws_msk_cluster_policy",
  "aws_networkfirewall_resource_policy",
  "aws_oam_sink_policy",
  "aws_opensearch_domain_policy",
  "aws_opensearchserverless_access_policy",
  "aws_opsworks_permission",
  "aws_quicksight_iam_policy_assignment",
  "aws_ram_principal_association",
  "aws_ram_resource_association",
  "aws_ram_resource_share",
  "aws_redshift_data_share_authorization",
  "aws_redshift_resource_policy",
  "aws_redshiftserverless_resource_policy",
  "aws_s3_bucket_acl",
  "aws_s3_bucket_policy",
  "aws_s3control_access_grant",
  "aws_s3control_access_grants_instance_resource_policy",
  "aws_s3control_access_grants_location",
  "aws_s3control_access_point_policy",
  "aws_s3control_bucket_policy",
  "aws_s3control_multi_region_access_point_policy",
  "aws_s3control_object_lambda_access_point_policy",
  "aws_s3tables_table_bucket_policy",
  "aws_s3tables_table_policy",
  "aws_sagemaker_model_package_group_policy",
  "aws_schemas_registry_policy",
  "aws_secretsmanager_secret_policy",
  "aws_servicecatalog_principal_portfolio_association",
  "aws_ses_identity_policy",
  "aws_sesv2_email_identity_policy",
  "aws_signer_signing_profile_permission",
  "aws_snapshot_create_volume_permission",
  "aws_sns_topic_policy",
  "aws_sqs_queue_policy",
  "aws_transfer_access",
  "aws_vpc_endpoint_policy",
  "aws_vpc_endpoint_service_allowed_principal",
  "aws_vpclattice_auth_policy",
  "aws_vpclattice_resource_policy",
  "aws_xray_resource_policy",
];

const attributesOfPolicies = [
  "access_policies",
  "access_policy",
  "account_id",
  "action",
  "actions",
  "arn",
  "bucket",
  "delivery_destination_policy",
  "function_name",
  "grantee",
  "grantee_principal",
  "key_id",
  "operations",
  "permission",
  "permissions",
  "policy",
  "policy_document",
  "principal",
  "principal_arn",
  "principal_org_id",
  "resource_arn",
  "resource_policy",
  "role",
  "role_arn",
  "roles",
  "source_account",
  "source_arn",
];

/** Resources that may have a policy of their own, or who has access to them, in an attribute. */
const withPolicy: readonly (readonly [type: string, attribute: string])[] = [
  ["aws_api_gateway_domain_name", "policy"],
  ["aws_api_gateway_rest_api", "policy"],
  ["aws_ecr_repository_creation_template", "repository_policy"],
  ["aws_eks_cluster", "access_config"],
  ["aws_elasticsearch_domain", "access_policies"],
  ["aws_glacier_vault", "access_policy"],
  ["aws_kms_external_key", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_kms_replica_external_key", "policy"],
  ["aws_kms_replica_key", "policy"],
  ["aws_opensearch_domain", "access_policies"],
  ["aws_s3_access_point", "policy"],
  ["aws_s3_bucket", "policy"],
  ["aws_secretsmanager_secret", "policy"],
  ["aws_sns_topic", "policy"],
  ["aws_sqs_queue", "policy"],
  ["aws_vpc_endpoint", "policy"],
];

/** What runs code or commands as a role, or lets people do so, with the attributes that say as which. */
const withRole: readonly (readonly [type: string, ...attributes: string[]])[] =
  [
    ["aws_amplify_app", "compute_role_arn", "iam_service_role_arn"],
    ["aws_api_gateway_integration", "credentials"],
    ["aws_apigatewayv2_integration", "credentials_arn"],
    ["aws_appstream_fleet", "iam_role_arn"],
    ["aws_appstream_image_builder", "iam_role_arn"],
    ["aws_bedrockagent_agent", "agent_resource_role_arn"],
    [
      "aws_chatbot_slack_channel_configuration",
      "guardrail_policy_arns",
      "iam_role_arn",
      "slack_channel_id",
    ],
    [
      "aws_chatbot_teams_channel_configuration",
      "channel_id",
      "guardrail_policy_arns",
      "iam_role_arn",
    ],
    ["aws_cloudformation_type", "execution_role_arn"],
    ["aws_codebuild_project", "service_role"],
    ["aws_codedeploy_deployment_group", "service_role_arn"],
    ["aws_codepipeline", "role_arn"],
    ["aws_ecs_task_definition", "task_role_arn"],
    ["aws_emr_studio", "service_role", "user_role"],
    ["aws_fis_experiment_template", "role_arn"],
    ["aws_gamelift_fleet", "instance_role_arn"],
    ["aws_gamelift_game_server_group", "role_arn"],
    ["aws_glue_dev_endpoint", "role_arn"],
    ["aws_glue_job", "role_arn"],
    ["aws_imagebuilder_image", "execution_role"],
    ["aws_imagebuilder_image_pipeline", "execution_role"],
    ["aws_imagebuilder_infrastructure_configuration", "instance_profile_name"],
    ["aws_instance", "iam_instance_profile"],
    ["aws_iot_provisioning_template", "provisioning_role_arn"],
    ["aws_kinesisanalyticsv2_application", "service_execution_role"],
    ["aws_lakeformation_resource", "role_arn"],
    ["aws_lambda_function", "role"],
    ["aws_launch_configuration", "iam_instance_profile"],
    ["aws_launch_template", "iam_instance_profile"],
    ["aws_m2_application", "role_arn"],
    ["aws_mskconnect_connector", "service_execution_role_arn"],
    ["aws_mwaa_environment", "execution_role_arn"],
    ["aws_pipes_pipe", "role_arn"],
    ["aws_sagemaker_model", "execution_role_arn"],
    ["aws_sagemaker_notebook_instance", "role_arn"],
    ["aws_sagemaker_pipeline", "role_arn"],
    ["aws_scheduler_schedule", "target"],
    ["aws_sfn_state_machine", "role_arn"],
    ["aws_spot_instance_request", "iam_instance_profile"],
    ["aws_synthetics_canary", "execution_role_arn"],
    ["aws_transfer_user", "policy", "role"],
  ];

/** The same, where the attributes hold much else too. */
const withRoleInside: typeof withRole = [
  ["aws_apprunner_service", "instance_configuration"],
  ["aws_athena_workgroup", "configuration"],
  ["aws_batch_compute_environment", "compute_resources"],
  [
    "aws_batch_job_definition",
    "container_properties",
    "ecs_properties",
    "node_properties",
  ],
  ["aws_emr_cluster", "ec2_attributes"],
  ["aws_emrcontainers_job_template", "job_template_data"],
  ["aws_sagemaker_domain", "default_space_settings", "default_user_settings"],
  ["aws_sagemaker_user_profile", "user_settings"],
  ["aws_servicecatalog_service_action", "definition"],
  ["aws_spot_fleet_request", "launch_specification"],
  ["aws_ssmincidents_response_plan", "action"],
  ["aws_ssmquicksetup_configuration_manager", "configuration_definition"],
];

/** What starts something by a role: what is started may be a command. */
const eventTarget: UnreadType = {
  weight: "medium",
  what: "what an event starts as a role",
  attributes: ["arn", "role_arn", "run_command_targets"],
  byAttribute: true,
  needs: "role_arn",
};

/** What makes resources that a plan doesn't list. */
export const otherTool: UnreadType = {
  weight: "unreviewable",
  what: "resources of another tool",
  attributes: [],
};

/** What says who has access to one resource. */
export const resourcePolicy: UnreadType = {
  weight: "medium",
  what: "access to a resource",
  attributes: attributesOfPolicies,
};

/** Those that are told by their whole name. */
export const unreadTypes: ReadonlyMap<string, UnreadType> = new Map([
  ...makesAnything.map((type) => entry(type, otherTool)),
  ...access.flatMap(([what, ...types]) =>
    types.map((type) =>
      entry(type, { weight: "high", what, attributes: attributesOfAccess }),
    ),
  ),
  ...resourcePolicies.map((type) => entry(type, resourcePolicy)),
  ...[...withPolicy, ...withRole].map(([type, ...attributes]) =>
    entry(type, {
      weight: "medium",
      what: "a resource with a policy or a role of its own",
      attributes,
      byAttribute: true,
    }),
  ),
  ...withRoleInside.map(([type, ...attributes]) =>
    entry(type, {
      weight: "medium",
      what: "a resource with a policy or a role of its own",
      attributes,
      byAttribute: true,
      rolesOnly: true,
    }),
  ),
  entry("aws_cloudwatch_event_target", eventTarget),
]);

function entry(
  type: string,
  unread: UnreadType,
): readonly [string, UnreadType] {
  return [type, unread];
}
