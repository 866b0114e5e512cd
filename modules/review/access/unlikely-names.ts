/**
 * Names that no policy has: what lets these in lets every one in. They differ from each other, since a policy may
 * compare one with another.
 */
export const unlikelyNames = {
  cluster: "any-cluster-8f3a1c",
  namespace: "any-namespace-8f3a1c",
  serviceAccount: "any-name-8f3a1c",
  /** What a wildcard stands for. */
  part: "any-8f3a1c",
} as const;
