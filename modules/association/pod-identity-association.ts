import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { template, templateMap } from "../terraform-text";

/** Which role a service account's pods get on a cluster. */
export interface PodIdentityAssociationProps {
  /** The EKS cluster's name. */
  readonly clusterName: string;
  /** The service account's namespace; it need not exist yet. */
  readonly namespace: string;
  /** The service account's name; it need not exist yet. */
  readonly serviceAccount: string;
  /** The role, in the cluster's account. Its trust policy must let `pods.eks.amazonaws.com` in. */
  readonly roleArn: string;
  /**
   * Whether EKS sends session tags. `false` needs AWS provider 6.2.0.
   * @default true
   */
  readonly sessionTags?: boolean;
  /** @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The role, its policies and the agent: an ARN in text carries no order. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Associates a service account with a role by EKS Pod Identity. Pods that run already keep what they
 * have until they restart.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
export class PodIdentityAssociation extends Construct {
  readonly dependable: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    props: PodIdentityAssociationProps,
  ) {
    super(scope, id);
    const tags = templateMap(props.tags);
    this.dependable = new EksPodIdentityAssociation(this, "association", {
      clusterName: template(props.clusterName),
      namespace: template(props.namespace),
      serviceAccount: template(props.serviceAccount),
      roleArn: template(props.roleArn),
      ...(props.sessionTags === false && { disableSessionTags: true }),
      ...(tags && { tags }),
      ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    });
  }
}
