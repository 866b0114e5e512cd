import type { Rule } from "./support/rule";

export const agentIsOnEks: Rule = {
  name: "agent-is-on-eks",
  statement: "An agent is declared on EKS only.",
  reason: "EKS Pod Identity and its add-on exist on EKS only.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
  *check({ file }) {
    for (const [key, cluster] of Object.entries(file.clusters))
      if (cluster.agent !== undefined && (cluster.platform ?? "eks") !== "eks")
        yield {
          path: ["clusters", key, "agent"],
          rule: `the Pod Identity agent exists on EKS only, and this cluster is ${cluster.platform ?? "eks"}`,
          got: cluster.agent,
          fix: "take it out",
        };
  },
};
