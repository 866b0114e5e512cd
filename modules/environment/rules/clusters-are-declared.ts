import type { Rule } from "./support/rule";

export const clustersAreDeclared: Rule = {
  name: "clusters-are-declared",
  statement: "A workload names clusters of its environment, and at least one.",
  reason:
    "A mistyped cluster would leave the workload without a role there, with no word about it.",
  *check({ file, declaredClusters }) {
    for (const [name, { clusters }] of Object.entries(file.workloads ?? {})) {
      if (clusters === undefined) continue;
      const keys = Object.keys(clusters);
      if (keys.length === 0)
        yield {
          path: ["workloads", name, "clusters"],
          rule: "must name at least one cluster",
          got: {},
          fix: "name one, or leave the field out for every cluster",
        };
      if (declaredClusters.length === 0) continue;
      for (const key of keys)
        if (!declaredClusters.includes(key))
          yield {
            path: ["workloads", name, "clusters", key],
            at: "key",
            rule: "must be a cluster of the environment",
            got: key,
            fix: `use one of ${declaredClusters.join(", ")}`,
          };
    }
  },
};
