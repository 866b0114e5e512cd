import type { Rule } from "./support/rule";
import { eachWorkload, writtenAt } from "./support/workloads";

export const hybridNodesHaveAgent: Rule = {
  name: "hybrid-nodes-have-agent",
  statement:
    "Where Pod Identity is used on hybrid nodes and the add-on is this stack's, its configuration switches the hybrid DaemonSet on.",
  reason:
    "The add-on doesn't run on hybrid nodes unless it is told to, from v1.3.3-eksbuild.1 on; pods there would get no credentials.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-add-ons.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      if (workload.identity !== "pod-identity" || workload.compute !== "hybrid")
        continue;
      if (cluster.agent?.kind !== "addon") continue;
      if (
        /"hybrid(-bottlerocket)?"/.test(
          JSON.stringify(cluster.agent.configuration ?? {}),
        )
      )
        continue;
      yield {
        path: writtenAt(context, workload.name, cluster.key, "compute"),
        rule: `the agent runs on hybrid nodes only when it is configured to, and cluster ${cluster.key}'s is not`,
        got: "hybrid",
        fix: `write clusters.${cluster.key}.agent: { kind: addon, configuration: { daemonsets: { hybrid: { create: true } } } }`,
        severity: "warning",
      };
    }
  },
};
