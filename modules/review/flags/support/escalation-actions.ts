/**
 * What signs in as somebody else: credentials of a user, role or root user, and what makes or revives them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdTokenForDeveloperIdentity.html
 * @see https://docs.aws.amazon.com/datazone/latest/APIReference/API_GetEnvironmentCredentials.html
 */
const credentials = [
  "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
  "datazone:GetEnvironmentCredentials",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:DeactivateMFADevice",
  "iam:PassRole",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "iam:UpdateLoginProfile",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
  "sso-directory:UpdatePassword",
  "sts:AssumeRole",
  "sts:AssumeRoot",
];

/**
 * What puts a user in a group, or gives users and groups access to accounts.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
const assignments = [
  "iam:AddUserToGroup",
  "identitystore:CreateGroupMembership",
  "sso-directory:AddMemberToGroup",
  "sso:AssociateProfile",
  "sso:CreateAccountAssignment",
  "sso:PutInlinePolicyToPermissionSet",
];

/**
 * Whose tokens or certificates count, and for which roles.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html
 */
const issuers = [
  "cognito-identity:SetIdentityPoolRoles",
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:CreateOpenIDConnectProvider",
  "iam:CreateSAMLProvider",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "iam:UpdateSAMLProvider",
  "rolesanywhere:CreateTrustAnchor",
  "rolesanywhere:UpdateTrustAnchor",
  "sso-directory:CreateExternalIdPConfigurationForDirectory",
  "sso-directory:ImportExternalIdPCertificate",
  "sso-directory:UpdateExternalIdPConfigurationForDirectory",
];

/**
 * Who may do what in a cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
 */
const clusterAccess = [
  "eks:AssociateAccessPolicy",
  "eks:AssociateIdentityProviderConfig",
  "eks:CreateAccessEntry",
  "eks:CreatePodIdentityAssociation",
  "eks:UpdateAccessEntry",
  "eks:UpdateClusterConfig",
  "eks:UpdatePodIdentityAssociation",
];

/** Code and commands that run with the role that a function, job, service or pipeline has already. */
const codeOfOthers = [
  "airflow:CreateCliToken",
  "apprunner:UpdateService",
  "batch:SubmitJob",
  "bedrock-agentcore:InvokeCodeInterpreter",
  "cloudformation:CreateChangeSet",
  "cloudformation:ExecuteChangeSet",
  "cloudformation:UpdateStack",
  "cloudformation:UpdateStackSet",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "codebuild:UpdateProject",
  "codepipeline:UpdatePipeline",
  "ecs:ExecuteCommand",
  "ecs:UpdateService",
  "elasticmapreduce:AddJobFlowSteps",
  "glue:UpdateDevEndpoint",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "sagemaker:CreatePresignedDomainUrl",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "sagemaker:UpdateNotebookInstanceLifecycleConfig",
  "states:UpdateStateMachine",
];

/**
 * What gets onto a machine, which has a role.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
const machines = [
  "ec2-instance-connect:SendSSHPublicKey",
  "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:GetPasswordData",
  "ec2:ModifyInstanceAttribute",
  "ssm:CreateAssociation",
  "ssm:CreateAssociationBatch",
  "ssm:RegisterTaskWithMaintenanceWindow",
  "ssm:ResumeSession",
  "ssm:SendCommand",
  "ssm:StartSession",
  "ssm:UpdateAssociation",
  "ssm:UpdateDocument",
  "ssm:UpdateMaintenanceWindowTask",
];

/**
 * Actions by which their holder gets what somebody else may do. Those that change policies are left out: AWS counts
 * them as permissions management, of which a rule of its own tells; so is `cognito-identity:GetCredentialsForIdentity`,
 * which anybody may call without credentials.
 *
 * @see https://pathfinding.cloud/paths/
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
 */
export const escalationActions: ReadonlySet<string> = new Set([
  ...credentials,
  ...assignments,
  ...issuers,
  ...clusterAccess,
  ...codeOfOthers,
  ...machines,
]);

/**
 * Actions that start something with a role that is passed to it, and so are one together with `iam:PassRole`.
 *
 * @see https://pathfinding.cloud/paths/
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const launchingActions: ReadonlySet<string> = new Set([
  "apprunner:CreateService",
  "batch:RegisterJobDefinition",
  "bedrock-agentcore:CreateCodeInterpreter",
  "cloudformation:CreateStack",
  "cloudformation:CreateStackSet",
  "codebuild:CreateProject",
  "datapipeline:PutPipelineDefinition",
  "ec2:AssociateIamInstanceProfile",
  "ec2:ReplaceIamInstanceProfileAssociation",
  "ec2:RequestSpotInstances",
  "ec2:RunInstances",
  "ecs:CreateService",
  "ecs:RegisterTaskDefinition",
  "ecs:RunTask",
  "ecs:StartTask",
  "glue:CreateDevEndpoint",
  "glue:CreateJob",
  "glue:CreateSession",
  "glue:UpdateJob",
  "iam:AddRoleToInstanceProfile",
  "lambda:CreateFunction",
  "rolesanywhere:CreateProfile",
  "rolesanywhere:UpdateProfile",
  "sagemaker:CreateNotebookInstance",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateTrainingJob",
  "ssm:StartAutomationExecution",
  "states:CreateStateMachine",
]);
