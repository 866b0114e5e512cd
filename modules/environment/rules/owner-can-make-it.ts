import type { Rule } from "./support/rule";
import { serviceAccountAt } from "./support/service-accounts";
import { eachWorkload } from "./support/workloads";

export const ownerCanMakeIt: Rule = {
  name: "owner-can-make-it",
  statement:
    "Terraform owns service accounts only where it can reach the Kubernetes API, and never one called `default`.",
  reason:
    "Kubernetes makes `default` in every namespace, so that creating it fails; a cluster that is not EKS can't be reached without a kubeconfig.",
  source:
    "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/default_service_account_v1",
  *check(context) {
    if (!context.defaultsKnown) return;
    for (const { cluster, workload } of eachWorkload(context))
      for (const serviceAccount of workload.serviceAccounts) {
        if (serviceAccount.owner !== "terraform") continue;
        const path = serviceAccountAt(context, workload.name, serviceAccount);
        if (cluster.platform !== "eks" && cluster.kubernetes === undefined)
          yield {
            path,
            rule: `Terraform can't reach the Kubernetes API of cluster ${cluster.key}, which is ${cluster.platform}`,
            got: "terraform",
            fix: `write the owner as manifest or external, or add clusters.${cluster.key}.kubernetes.kubeconfig`,
          };
        if ("name" in serviceAccount && serviceAccount.name === "default")
          yield {
            path,
            rule: "the service account default exists in every namespace and can't be made by Terraform",
            got: `${serviceAccount.namespace}/default`,
            fix: "give the workload a service account of its own, or write the owner as external",
          };
      }
  },
};
