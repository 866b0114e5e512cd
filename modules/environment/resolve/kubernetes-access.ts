import type { AssumeRole, Cluster, KubernetesAccess } from "../model";
import type { ClusterFields } from "../schema";
import type { Path } from "../fault";
import type { Expand } from "./expand";

/** How Terraform reaches the Kubernetes API; nothing where the file doesn't say and no EKS API can. */
export function resolveKubernetesAccess(
  fields: ClusterFields,
  platform: Cluster["platform"],
  assumeRole: AssumeRole | undefined,
  path: Path,
  expand: Expand,
): KubernetesAccess | undefined {
  const written = fields.kubernetes;
  if (written?.kubeconfig)
    return {
      kind: "kubeconfig",
      path: written.kubeconfig.path ?? "~/.kube/config",
      context: written.kubeconfig.context,
    };
  if (platform !== "eks") return undefined;
  const roleArn = written?.eks?.roleArn
    ? expand(written.eks.roleArn, [...path, "kubernetes", "eks", "roleArn"])
    : assumeRole?.roleArn;
  return { kind: "eks", ...(roleArn !== undefined && { roleArn }) };
}
