/**
 * The service account that an EKS add-on runs as where it takes one role, and the namespace of the add-on.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 */
const addons: ReadonlyMap<
  string,
  { readonly namespace: string; readonly serviceAccount: string }
> = new Map([
  ["vpc-cni", { namespace: "kube-system", serviceAccount: "aws-node" }],
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
    "amazon-cloudwatch-observability",
    { namespace: "amazon-cloudwatch", serviceAccount: "cloudwatch-agent" },
  ],
]);

/** Undefined for an add-on that isn't in the list. */
export function serviceAccountOfAddon(
  addon: string,
): { readonly namespace: string; readonly serviceAccount: string } | undefined {
  return addons.get(addon);
}
