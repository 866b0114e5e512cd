import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { jsonencode, template, type Json } from "../terraform-text";

/** The EKS Pod Identity agent of a cluster. */
export interface PodIdentityAgentProps {
  /** The EKS cluster's name. */
  readonly clusterName: string;
  /** Version of the add-on, such as `v1.3.8-eksbuild.2`. @default EKS's default for the cluster */
  readonly version?: string;
  /** The add-on's configuration values. @default none */
  readonly configuration?: Readonly<Record<string, Json>>;
}

/**
 * Installs the agent as an EKS add-on. The nodes' role needs `eks-auth:AssumeRoleForPodIdentity`
 * (AmazonEKSWorkerNodePolicy has it). The software is preserved when the add-on leaves the
 * configuration: removing the last workload here must not take credentials from pods of others.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
 */
export class PodIdentityAgent extends Construct {
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: PodIdentityAgentProps) {
    super(scope, id);
    this.dependable = new EksAddon(this, "addon", {
      addonName: "eks-pod-identity-agent",
      clusterName: template(props.clusterName),
      preserve: true,
      ...(props.version !== undefined && {
        addonVersion: template(props.version),
      }),
      ...(props.configuration && {
        configurationValues: template(jsonencode(props.configuration)),
      }),
    });
  }
}
