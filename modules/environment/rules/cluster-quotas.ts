import type { Rule } from "./support/rule";

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostAssociations = 1000;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const mostAudiences = 100;

export const clusterQuotas: Rule = {
  name: "cluster-quotas",
  statement:
    "A cluster has at most 1000 Pod Identity associations, and its OIDC provider at most 100 audiences.",
  reason: "EKS and IAM refuse more; neither quota can be raised.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
  *check({ environment }) {
    for (const { key, workloads, oidcProvider } of environment.clusters) {
      const associations = workloads
        .filter(({ identity }) => identity === "pod-identity")
        .flatMap(({ serviceAccounts }) => serviceAccounts).length;
      if (associations > mostAssociations)
        yield {
          path: ["clusters", key],
          at: "key",
          rule: `a cluster has at most ${mostAssociations} Pod Identity associations, and this one would have ${associations}`,
          got: key,
          fix: "use identity: irsa for some workloads",
        };
      const audiences = oidcProvider?.audiences.length ?? 0;
      if (audiences > mostAudiences)
        yield {
          path: ["clusters", key],
          at: "key",
          rule: `an OIDC provider has at most ${mostAudiences} audiences, and this one would have ${audiences}`,
          got: key,
          fix: "use fewer audiences",
        };
    }
  },
};
