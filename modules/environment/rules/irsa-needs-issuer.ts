import type { Rule } from "./support/rule";
import { eachWorkload, writtenAt } from "./support/workloads";

export const irsaNeedsIssuer: Rule = {
  name: "irsa-needs-issuer",
  statement: "A cluster on which a workload uses IRSA declares its issuer.",
  reason:
    "The trust policy names the issuer; there is nothing to trust without it.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context))
      if (workload.identity === "irsa" && cluster.issuer === undefined)
        yield {
          path: writtenAt(context, workload.name, cluster.key, "identity"),
          rule: `irsa needs the issuer of cluster ${cluster.key}`,
          got: "irsa",
          fix: `add clusters.${cluster.key}.issuer, from aws eks describe-cluster --name ${cluster.name} --query cluster.identity.oidc.issuer`,
        };
  },
};
