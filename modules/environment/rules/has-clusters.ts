import type { Rule } from "./support/rule";

export const hasClusters: Rule = {
  name: "has-clusters",
  statement: "An environment has at least one cluster.",
  reason:
    "Without one there is no stack, and a deploy that does nothing looks like one that worked.",
  *check({ environment, clustersKnown }) {
    if (clustersKnown && environment.clusters.length === 0)
      yield {
        path: ["clusters"],
        rule: "must hold at least one cluster",
        got: {},
        fix: "add one, such as us: { region: us-east-1 }",
      };
  },
};
