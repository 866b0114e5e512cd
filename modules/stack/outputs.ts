import { TerraformOutput, type TerraformStack } from "cdktf";
import type { Cluster, Workload } from "../environment";
import { template } from "../terraform-text";

/** Outputs one map: workload -> role ARN, path, service accounts (a sorted list). */
export function createOutputs(stack: TerraformStack, cluster: Cluster): void {
  new TerraformOutput(stack, "workloads", {
    description: "Workload -> role, path and service accounts.",
    value: Object.fromEntries(
      cluster.workloads.map((workload) => [
        workload.name,
        {
          identity: workload.identity,
          role_arn: template(workload.role.arn),
          service_accounts: serviceAccountsOf(workload).map(template),
        },
      ]),
    ),
  });
}

function serviceAccountsOf({ serviceAccounts }: Workload): string[] {
  return serviceAccounts
    .map(
      (one) => `${one.namespace}/${"name" in one ? one.name : one.namePattern}`,
    )
    .sort();
}
