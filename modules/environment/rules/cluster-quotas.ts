import type { Cluster } from "../model";
import type { Rule } from "./support/rule";

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostAssociations = 1000;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const mostAudiences = 100;

export const clusterQuotas: Rule = {
  name: "cluster-quotas",
  statement:
    "A cluster has at most 1000 Pod Identity associations, and its OIDC provider at most 100 audiences, those of all environments that share it together.",
  reason: "EKS and IAM refuse more; neither quota can be raised.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
  *check({ environment, others }) {
    const all = [...others, environment].flatMap(({ name, clusters }) =>
      clusters.map((cluster) => ({ cluster, of: name })),
    );
    for (const cluster of environment.clusters) {
      const { arn, account, issuer, oidcProvider } = cluster;
      const where = { path: ["clusters", cluster.key], at: "key" as const };
      const twins = all.filter((one) => one.cluster.arn === arn);
      const associations = twins.flatMap((one) => associationsOf(one.cluster));
      if (
        associationsOf(cluster).length > 0 &&
        associations.length > mostAssociations
      )
        yield {
          ...where,
          rule: `a cluster has at most ${mostAssociations} Pod Identity associations, and this one would have ${associations.length}${inAll(twins)}`,
          got: cluster.key,
          fix: "use identity: irsa for some workloads",
        };
      const users = all.filter(
        (one) =>
          one.cluster.account === account && one.cluster.issuer === issuer,
      );
      const audiences = new Set(
        users.flatMap((one) => one.cluster.oidcProvider?.audiences ?? []),
      );
      if (oidcProvider && audiences.size > mostAudiences)
        yield {
          ...where,
          rule: `an OIDC provider has at most ${mostAudiences} audiences, and this one would have ${audiences.size}${inAll(users)}`,
          got: cluster.key,
          fix: "use fewer audiences",
        };
    }
  },
};

function associationsOf(cluster: Cluster): readonly unknown[] {
  return cluster.workloads
    .filter(({ identity }) => identity === "pod-identity")
    .flatMap(({ serviceAccounts }) => serviceAccounts);
}

/** Whose clusters were counted, where it is not only the environment's own. */
function inAll(counted: readonly { readonly of: string }[]): string {
  const names = [...new Set(counted.map(({ of }) => of))];
  return names.length > 1 ? ` in ${names.join(" and ")} together` : "";
}
