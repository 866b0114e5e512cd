/** Where an add-on runs, and as whom. */
export interface AddonServiceAccount {
  /** The namespace that it has unless it is installed into another one. */
  readonly namespace: string;
  /** The service account that takes its one role; absent where it has several, or none of its own. */
  readonly serviceAccount?: string;
}

/**
 * The EKS add-ons that take a role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html
 * @see https://eksctl.io/usage/pod-identity-associations/ for adot, which has a service account for each collector
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-NetworkFlowMonitor-agents-kubernetes-permissions.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-eks-operator-install.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/hyperpod-observability-addon-troubleshooting.html
 */
const addons: ReadonlyMap<string, AddonServiceAccount> = new Map([
  ["adot", { namespace: "opentelemetry-operator-system" }],
  [
    "amazon-cloudwatch-observability",
    { namespace: "amazon-cloudwatch", serviceAccount: "cloudwatch-agent" },
  ],
  [
    "amazon-sagemaker-hyperpod-observability",
    {
      namespace: "hyperpod-observability",
      serviceAccount: "hyperpod-observability-operator-otel-collector",
    },
  ],
  [
    "amazon-sagemaker-hyperpod-training-operator",
    {
      namespace: "aws-hyperpod",
      serviceAccount: "hp-training-operator-controller-manager",
    },
  ],
  [
    "aws-ebs-csi-driver",
    { namespace: "kube-system", serviceAccount: "ebs-csi-controller-sa" },
  ],
  [
    "aws-efs-csi-driver",
    { namespace: "kube-system", serviceAccount: "efs-csi-controller-sa" },
  ],
  [
    "aws-fsx-csi-driver",
    { namespace: "kube-system", serviceAccount: "fsx-csi-controller-sa" },
  ],
  [
    "aws-mountpoint-s3-csi-driver",
    { namespace: "kube-system", serviceAccount: "s3-csi-driver-sa" },
  ],
  [
    "aws-network-flow-monitoring-agent",
    {
      namespace: "amazon-network-flow-monitor",
      serviceAccount: "aws-network-flow-monitor-agent-service-account",
    },
  ],
  [
    "aws-privateca-connector-for-kubernetes",
    {
      namespace: "aws-privateca-issuer",
      serviceAccount: "aws-privateca-issuer",
    },
  ],
  ["cert-manager", { namespace: "cert-manager" }],
  [
    "external-dns",
    { namespace: "external-dns", serviceAccount: "external-dns" },
  ],
  ["fluent-bit", { namespace: "fluent-bit", serviceAccount: "fluent-bit" }],
  ["vpc-cni", { namespace: "kube-system", serviceAccount: "aws-node" }],
]);

/** Undefined for an add-on that isn't in the list. */
export function serviceAccountOfAddon(
  addon: string,
): AddonServiceAccount | undefined {
  return addons.get(addon);
}
