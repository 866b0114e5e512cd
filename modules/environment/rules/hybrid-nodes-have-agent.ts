import type { Agent } from "../model";
import { valueAt } from "../source";
import type { Rule } from "./support/rule";
import { eachWorkload, writtenAt } from "./support/workloads";

/** The first version of the add-on that has DaemonSets for hybrid nodes. */
const firstVersion = "v1.3.3-eksbuild.1";

export const hybridNodesHaveAgent: Rule = {
  name: "hybrid-nodes-have-agent",
  statement:
    "Where Pod Identity is used on hybrid nodes and the add-on is this stack's, its configuration switches a hybrid DaemonSet on, and a version that is written has one.",
  reason: `The add-on doesn't run on hybrid nodes unless it is told to, from ${firstVersion} on; pods there would get no credentials.`,
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-add-ons.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      if (workload.identity !== "pod-identity" || workload.compute !== "hybrid")
        continue;
      const { key, agent } = cluster;
      if (agent?.kind !== "addon") continue;
      if (!runsOnHybridNodes(agent))
        yield {
          path: writtenAt(context, workload.name, key, "compute"),
          rule: `the agent runs on hybrid nodes only when it is configured to, and cluster ${key}'s is not`,
          got: "hybrid",
          fix: `write clusters.${key}.agent: { kind: addon, configuration: { daemonsets: { hybrid: { create: true } } } }`,
          severity: "warning",
        };
      if (agent.version !== undefined && isOlder(agent.version, firstVersion))
        yield {
          path: ["clusters", key, "agent", "version"],
          rule: `the agent runs on hybrid nodes from ${firstVersion} on, and workload ${workload.name} runs there`,
          got: agent.version,
          fix: "write a later version, or leave it out",
          severity: "warning",
        };
    }
  },
};

type AddOn = Extract<Agent, { readonly kind: "addon" }>;

/** Bottlerocket has a DaemonSet of its own. */
function runsOnHybridNodes({ configuration }: AddOn): boolean {
  return ["hybrid", "hybrid-bottlerocket"].some(
    (daemonSet) =>
      valueAt(configuration, ["daemonsets", daemonSet, "create"]) === true,
  );
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [numbersOf(version), numbersOf(than)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

/** The schema holds a version's form: `v1.3.3-eksbuild.1` is 1, 3, 3 and 1. */
function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
