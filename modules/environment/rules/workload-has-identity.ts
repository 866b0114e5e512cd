import type { Rule } from "./support/rule";

export const workloadHasIdentity: Rule = {
  name: "workload-has-identity",
  statement: "A workload has a path on every cluster that it runs on.",
  reason:
    "There is no default path: which one fits depends on where the pods run.",
  *check({ file, defaultsKnown }) {
    if (file.defaults?.identity !== undefined || !defaultsKnown) return;
    for (const [name, workload] of Object.entries(file.workloads ?? {})) {
      const overrides = Object.values(
        workload.clusters ??
          Object.fromEntries(
            Object.keys(file.clusters).map((key) => [key, {}]),
          ),
      );
      if (
        workload.identity === undefined &&
        overrides.some((override) => !("identity" in override))
      )
        yield {
          path: ["workloads", name],
          at: "key",
          rule: "a workload must say by which path it gets credentials",
          got: name,
          fix: "add identity: irsa or identity: pod-identity, here or under defaults",
        };
    }
  },
};
