import type { Rule } from "./support/rule";

export const kubernetesAccessFits: Rule = {
  name: "kubernetes-access-fits",
  statement:
    "A cluster's Kubernetes API is reached in exactly one way, and by `eks` on EKS only; `aws eks get-token` is not asked for an external id.",
  reason:
    "`aws eks get-token` knows EKS clusters only, and has no way to pass an external id when it assumes a role.",
  source: "https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html",
  *check({ environment, file }) {
    for (const cluster of environment.clusters) {
      const written = file.clusters[cluster.key]?.kubernetes;
      const path = ["clusters", cluster.key, "kubernetes"];
      const ways = Object.keys(written ?? {});
      if (written && ways.length !== 1)
        yield {
          path,
          rule: "must hold exactly one way to the Kubernetes API",
          got: ways.length === 0 ? written : ways.join(", "),
          fix: "keep eks or kubeconfig",
        };
      if (written?.eks && cluster.platform !== "eks")
        yield {
          path: [...path, "eks"],
          at: "key",
          rule: `eks reaches EKS clusters only, and this one is ${cluster.platform}`,
          got: "eks",
          fix: "use kubeconfig",
        };
      if (
        cluster.kubernetes?.kind === "eks" &&
        written?.eks?.roleArn === undefined &&
        cluster.assumeRole?.externalId !== undefined
      )
        yield {
          path: ["clusters", cluster.key, "assumeRole", "externalId"],
          rule: "aws eks get-token can't pass an external id, and Terraform owns service accounts on this cluster",
          got: cluster.assumeRole.externalId,
          fix: "write kubernetes: { eks: { roleArn } } with a role that asks for none, or another owner of the service accounts",
        };
    }
  },
};
