import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  managedPolicyKey,
  permissionPolicy,
  type PermissionStatement,
} from "../permission-policy";
import { roleArn, type PolicyDocument } from "../policy-document";
import { jsonencode, template, templateMap } from "../terraform-text";

/** A workload's IAM role, without whom it trusts. */
export interface RoleProps {
  /** At most 64 characters, unique in the account ignoring case. */
  readonly name: string;
  /** Starts and ends with a slash. @default / */
  readonly path?: string;
  /** ARN of the managed policy that bounds the role. @default none */
  readonly permissionsBoundary?: string;
  /** Seconds, 3600 to 43200. @default IAM's, 3600 */
  readonly maxSessionDuration?: number;
  /** @default none */
  readonly description?: string;
  /**
   * When true, a plan shows policies that were put on the role elsewhere, and an apply takes them
   * away. Needs AWS provider 5.72.0.
   * @default false
   */
  readonly exclusivePermissions?: boolean;
}

/** What a workload may do. */
export interface PermissionsProps {
  /** ARNs of managed policies. @default none */
  readonly managedPolicies?: readonly string[];
  /** Statements of the inline policy `permissions`. @default none */
  readonly statements?: readonly PermissionStatement[];
}

export interface WorkloadRoleProps {
  readonly partition: string;
  readonly account: string;
  readonly role: RoleProps;
  /** Who may assume the role, in literals: a plan then shows it whole. */
  readonly trustPolicy: PolicyDocument;
  /** @default a role that can only say who it is */
  readonly permissions?: PermissionsProps;
  /** @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The name of every workload's inline policy. */
const inlinePolicyName = "permissions";

/** A role with its permissions: what IRSA and Pod Identity workloads have in common. */
export class WorkloadRole extends Construct {
  /** The role's ARN, as literal text: it carries no order, see {@link dependables}. */
  readonly arn: string;
  /** The role and everything that grants it something; what hands out credentials waits for these. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: WorkloadRoleProps) {
    super(scope, id);
    const { managedPolicies = [], statements = [] } = props.permissions ?? {};
    this.arn = roleArn({ ...props, path: "/", ...props.role });
    const role = this.createRole(props);
    const grants = [
      ...this.createInlinePolicy(role, statements),
      ...managedPolicies.map((arn) => this.attachPolicy(role, arn)),
    ];
    const exclusive =
      props.role.exclusivePermissions === true
        ? this.makeExclusive(role, managedPolicies, statements.length > 0)
        : [];
    this.dependables = [role, ...grants, ...exclusive];
  }

  private createRole({ role, trustPolicy, tags }: WorkloadRoleProps): IamRole {
    const templatedTags = templateMap(tags);
    return new IamRole(this, "role", {
      name: template(role.name),
      assumeRolePolicy: documentText(trustPolicy),
      ...(role.path !== undefined && { path: template(role.path) }),
      ...(role.permissionsBoundary !== undefined && {
        permissionsBoundary: template(role.permissionsBoundary),
      }),
      ...(role.maxSessionDuration !== undefined && {
        maxSessionDuration: role.maxSessionDuration,
      }),
      ...(role.description !== undefined && {
        description: template(role.description),
      }),
      ...(templatedTags && { tags: templatedTags }),
    });
  }

  private createInlinePolicy(
    role: IamRole,
    statements: readonly PermissionStatement[],
  ): ITerraformDependable[] {
    if (statements.length === 0) return [];
    return [
      new IamRolePolicy(this, "permissions", {
        name: inlinePolicyName,
        role: role.name,
        policy: documentText(permissionPolicy(statements)),
      }),
    ];
  }

  private attachPolicy(role: IamRole, arn: string): ITerraformDependable {
    return new IamRolePolicyAttachment(
      this,
      `attachment-${managedPolicyKey(arn)}`,
      { role: role.name, policyArn: template(arn) },
    );
  }

  private makeExclusive(
    role: IamRole,
    managedPolicies: readonly string[],
    hasInlinePolicy: boolean,
  ): ITerraformDependable[] {
    return [
      new IamRolePoliciesExclusive(this, "inline-policies", {
        roleName: role.name,
        policyNames: hasInlinePolicy ? [inlinePolicyName] : [],
      }),
      new IamRolePolicyAttachmentsExclusive(this, "attached-policies", {
        roleName: role.name,
        policyArns: managedPolicies.map(template),
      }),
    ];
  }
}

function documentText(document: PolicyDocument): string {
  return template(jsonencode(document));
}
