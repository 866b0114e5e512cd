import type { Rule } from "./support/rule";
import { eachWorkload, writtenAt } from "./support/workloads";

export const podIdentityRunsThere: Rule = {
  name: "pod-identity-runs-there",
  statement:
    "A workload that uses Pod Identity runs on EKS, on Linux EC2 or hybrid nodes.",
  reason:
    "The agent is a DaemonSet for Linux nodes of EKS: pods on Fargate and Windows, and clusters of EKS Anywhere or one's own, never get credentials from it. They would fall back to the node's role or to none.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      if (workload.identity !== "pod-identity") continue;
      const { compute } = workload;
      if (cluster.platform !== "eks")
        yield {
          path: writtenAt(context, workload.name, cluster.key, "identity"),
          rule: `EKS Pod Identity does not work on ${cluster.platform}, the platform of cluster ${cluster.key}`,
          got: "pod-identity",
          fix: "use identity: irsa there",
        };
      else if (compute === "fargate" || compute === "windows")
        yield {
          path: writtenAt(context, workload.name, cluster.key, "identity"),
          rule: `EKS Pod Identity does not work on ${compute === "fargate" ? "Fargate" : "Windows nodes"}, where the workload runs on cluster ${cluster.key}`,
          got: "pod-identity",
          fix: "use identity: irsa there",
        };
    }
  },
};
