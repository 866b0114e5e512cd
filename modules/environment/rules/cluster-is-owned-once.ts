import type { Finding } from "../fault";
import type { Cluster } from "../model";
import type { Rule } from "./support/rule";

export const clusterIsOwnedOnce: Rule = {
  name: "cluster-is-owned-once",
  statement:
    "No two clusters of the selected environments are the same cluster, unless one makes neither the OIDC provider nor the agent that the other makes.",
  reason:
    "An account has one OIDC provider per issuer and a cluster one agent add-on: a second stack that makes them fails, or takes them away from the first.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
  *check({ environment, others }): Iterable<Finding> {
    const seen: { readonly cluster: Cluster; readonly of: string }[] =
      others.flatMap(({ name, clusters }) =>
        clusters.map((cluster) => ({ cluster, of: name })),
      );
    for (const cluster of environment.clusters) {
      if (cluster.retired) continue;
      for (const { cluster: other, of } of seen) {
        if (other.retired) continue;
        const path = ["clusters", cluster.key];
        const onEks = cluster.platform === "eks" && other.platform === "eks";
        const sameCluster = onEks && cluster.arn === other.arn;
        const sameIssuer =
          cluster.issuer !== undefined && cluster.issuer === other.issuer;
        if (sameIssuer && onEks && !sameCluster) {
          yield {
            path: [...path, "issuer"],
            rule: `an issuer belongs to one cluster, and cluster ${other.key} of ${of} has this one`,
            got: cluster.issuer,
            fix: "write each cluster's own issuer",
          };
          continue;
        }
        if (sameCluster && of === environment.name) {
          yield {
            path,
            at: "key",
            rule: `a cluster is declared once in an environment, and ${other.key} is the same one`,
            got: cluster.arn,
            fix: "give each its own name or region, or take one out",
          };
          continue;
        }
        if (
          sameIssuer &&
          cluster.oidcProvider?.kind === "create" &&
          other.oidcProvider?.kind === "create" &&
          cluster.account === other.account
        )
          yield {
            path: [...path, "issuer"],
            rule: `an account has one OIDC provider per issuer, and cluster ${other.key} of ${of} creates it`,
            got: cluster.issuer,
            fix: "write oidcProvider: existing on one of the two",
          };
        if (
          sameCluster &&
          cluster.agent?.kind === "addon" &&
          other.agent?.kind === "addon"
        )
          yield {
            path,
            at: "key",
            rule: `a cluster has one agent add-on, and cluster ${other.key} of ${of} makes it`,
            got: cluster.name,
            fix: "write agent: external on one of the two",
          };
      }
      seen.push({ cluster, of: environment.name });
    }
  },
};
