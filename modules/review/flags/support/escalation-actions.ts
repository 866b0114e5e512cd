/**
 * Actions by which their holder gets what somebody else may do: keys of a user, an identity provider, a
 * cluster's access, code or commands that run with the role of a machine, function or job. Those that change
 * policies are left out: AWS counts them as permissions management, of which a rule of its own tells.
 *
 * @see https://pathfinding.cloud/paths/
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
 */
export const escalationActions: ReadonlySet<string> = new Set([
  "apprunner:UpdateService",
  "bedrock-agentcore:InvokeCodeInterpreter",
  "cloudformation:CreateChangeSet",
  "cloudformation:ExecuteChangeSet",
  "cloudformation:UpdateStack",
  "cloudformation:UpdateStackSet",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "codebuild:UpdateProject",
  "ec2-instance-connect:SendSSHPublicKey",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:ModifyInstanceAttribute",
  "ecs:ExecuteCommand",
  "eks:AssociateAccessPolicy",
  "eks:AssociateIdentityProviderConfig",
  "eks:CreateAccessEntry",
  "eks:CreatePodIdentityAssociation",
  "eks:UpdateAccessEntry",
  "eks:UpdatePodIdentityAssociation",
  "glue:UpdateDevEndpoint",
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:AddUserToGroup",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateOpenIDConnectProvider",
  "iam:CreateSAMLProvider",
  "iam:CreateServiceSpecificCredential",
  "iam:PassRole",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateLoginProfile",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "iam:UpdateSAMLProvider",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "sagemaker:CreatePresignedDomainUrl",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "sagemaker:UpdateNotebookInstanceLifecycleConfig",
  "ssm:CreateAssociation",
  "ssm:SendCommand",
  "ssm:StartSession",
  "sts:AssumeRole",
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
  "sagemaker:CreateNotebookInstance",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateTrainingJob",
  "ssm:StartAutomationExecution",
  "states:CreateStateMachine",
]);
