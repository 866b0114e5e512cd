import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { irsaAnnotations } from "../service-account";
import { irsaTrustPolicy, type TrustedServiceAccount } from "../trust-policy";
import {
  createServiceAccount,
  serviceAccountScope,
  type ServiceAccountSettings,
} from "./service-accounts";
import {
  WorkloadRole,
  type PermissionsProps,
  type RoleProps,
} from "./workload-role";

/** A workload that gets its role by IRSA. */
export interface IrsaWorkloadProps {
  readonly partition: string;
  /** The 12-digit account that holds the role and the OIDC provider. */
  readonly account: string;
  /** The cluster's OIDC issuer URL. */
  readonly issuer: string;
  /** @default sts.amazonaws.com */
  readonly audience?: string;
  /** Seconds that a token is valid, 600 to 86400. @default the webhook's, 86400 */
  readonly tokenExpirationSeconds?: number;
  /** Whether SDKs call the region's STS endpoint. @default the webhook decides */
  readonly regionalSts?: boolean;
  readonly role: RoleProps;
  /** @default a role that can only say who it is */
  readonly permissions?: PermissionsProps;
  /** At least one. A pattern trusts service accounts that are made elsewhere. */
  readonly serviceAccounts: readonly (TrustedServiceAccount &
    ServiceAccountSettings)[];
  /** Whether the service accounts are a list, so that addresses carry their names. @default false */
  readonly listed?: boolean;
  /** Tags of the role. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The OIDC provider. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A role that exactly these service accounts of one cluster may assume by IRSA, with its permissions,
 * and the annotated service accounts where Terraform owns them.
 *
 * @throws Error as `irsaTrustPolicy` does, and where several service accounts are not `listed`.
 */
export class IrsaWorkload extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: IrsaWorkloadProps) {
    super(scope, id);
    const { dependsOn = [], listed = false, ...rest } = props;
    const role = new WorkloadRole(this, "identity", {
      ...rest,
      trustPolicy: irsaTrustPolicy(props),
    });
    this.roleArn = role.arn;
    const annotations = irsaAnnotations({ ...props, roleArn: role.arn });
    for (const serviceAccount of props.serviceAccounts) {
      if (!("name" in serviceAccount)) continue;
      createServiceAccount(
        serviceAccountScope(this, listed, serviceAccount),
        serviceAccount,
        annotations,
        [...role.dependables, ...dependsOn],
      );
    }
  }
}
