import type { Rule } from "./support/rule";
import { eachWorkload, writtenAt } from "./support/workloads";

export const computeFitsPlatform: Rule = {
  name: "compute-fits-platform",
  statement: "Fargate and hybrid nodes are named on EKS only.",
  reason: "Other platforms don't have them.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/eks-compute.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context))
      if (
        cluster.platform !== "eks" &&
        (workload.compute === "fargate" || workload.compute === "hybrid")
      )
        yield {
          path: writtenAt(context, workload.name, cluster.key, "compute"),
          rule: `${workload.compute} exists on EKS only, and cluster ${cluster.key} is ${cluster.platform}`,
          got: workload.compute,
          fix: "use ec2 or windows there",
        };
  },
};
