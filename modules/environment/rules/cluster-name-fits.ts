import type { Rule } from "./support/rule";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const longestName = 100;
/** Folders and state keys are called by it; file systems end at 255 bytes. */
const longestStack = 200;

export const clusterNameFits: Rule = {
  name: "cluster-name-fits",
  statement:
    "A cluster's name has at most 100 characters, the default too, and a stack's at most 200.",
  reason:
    "EKS has no longer names, so that nothing could be trusted or found; a longer stack name fits no file system.",
  source:
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  *check({ environment }) {
    for (const { key, name, stack } of environment.clusters) {
      const where = { path: ["clusters", key], at: "key" as const };
      if (stack.length > longestStack)
        yield {
          ...where,
          rule: `a stack's name has at most ${longestStack} characters, and this one has ${stack.length}`,
          got: stack,
          fix: "shorten the cluster's key or the environment's name",
        };
      else if (name.length > longestName)
        yield {
          ...where,
          rule: `a cluster's name has at most ${longestName} characters, and this one has ${name.length}`,
          got: name,
          fix: `write clusters.${key}.name, or shorten the key`,
        };
    }
  },
};
