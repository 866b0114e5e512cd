import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { PodIdentityAssociation } from "../association";
import { parseClusterArn, podIdentityTrustPolicy } from "../trust-policy";
import {
  createServiceAccount,
  serviceAccountScope,
  type NamedServiceAccount,
} from "./service-accounts";
import {
  WorkloadRole,
  type PermissionsProps,
  type RoleProps,
} from "./workload-role";

/** A workload that gets its role by EKS Pod Identity. */
export interface PodIdentityWorkloadProps {
  /** ARN of the EKS cluster; the role is in its account. */
  readonly clusterArn: string;
  readonly role: RoleProps;
  /** @default a role that can only say who it is */
  readonly permissions?: PermissionsProps;
  /** At least one; each gets an association. */
  readonly serviceAccounts: readonly NamedServiceAccount[];
  /** Whether the service accounts are a list, so that addresses carry their names. @default false */
  readonly listed?: boolean;
  /** Whether EKS sends session tags; off needs AWS provider 6.2.0. @default true */
  readonly sessionTags?: boolean;
  /** Tags of the role and the associations. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The agent. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A role that exactly these service accounts of one cluster get by EKS Pod Identity, with its
 * permissions, an association for each, and the service accounts where Terraform owns them. They carry
 * no role annotation.
 *
 * @throws Error as `podIdentityTrustPolicy` does, and where several service accounts are not `listed`.
 */
export class PodIdentityWorkload extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: PodIdentityWorkloadProps) {
    super(scope, id);
    const { dependsOn = [], listed = false } = props;
    const cluster = parseClusterArn(props.clusterArn);
    const role = new WorkloadRole(this, "identity", {
      partition: cluster.partition,
      account: cluster.account,
      role: props.role,
      trustPolicy: podIdentityTrustPolicy(props),
      ...(props.permissions && { permissions: props.permissions }),
      ...(props.tags && { tags: props.tags }),
    });
    this.roleArn = role.arn;
    for (const serviceAccount of props.serviceAccounts) {
      const at = serviceAccountScope(this, listed, serviceAccount);
      const association = new PodIdentityAssociation(at, "pod-identity", {
        clusterName: cluster.name,
        namespace: serviceAccount.namespace,
        serviceAccount: serviceAccount.name,
        roleArn: role.arn,
        ...(props.sessionTags === false && { sessionTags: false }),
        ...(props.tags && { tags: props.tags }),
        dependsOn: [...role.dependables, ...dependsOn],
      });
      createServiceAccount(at, serviceAccount, {}, [
        ...role.dependables,
        association.dependable,
      ]);
    }
  }
}
