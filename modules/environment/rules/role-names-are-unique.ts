import type { Rule } from "./support/rule";
import { eachWorkload } from "./support/workloads";

export const roleNamesAreUnique: Rule = {
  name: "role-names-are-unique",
  statement:
    "A role's name is used once in an account, ignoring case, whatever its path.",
  reason:
    "IAM has one role of a name: the second stack would fail, or take the first one's role over.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  *check(context) {
    const { environment, others } = context;
    const key = (account: string, partition: string, name: string): string =>
      `${partition} ${account} ${name.toLowerCase()}`;
    const taken = new Map<string, string>();
    for (const other of others)
      for (const {
        key: cluster,
        account,
        partition,
        workloads,
      } of other.clusters)
        for (const { name, role } of workloads)
          taken.set(
            key(account, partition, role.name),
            `workload ${name} on cluster ${cluster} of ${other.name}`,
          );
    for (const { cluster, workload } of eachWorkload(context)) {
      const id = key(cluster.account, cluster.partition, workload.role.name);
      const owner = taken.get(id);
      if (owner !== undefined) {
        const path = context.firstWritten(
          ["workloads", workload.name, "role", "name"],
          ["workloads", workload.name],
        );
        yield {
          path,
          ...(path.length === 2 && { at: "key" as const }),
          rule: `a role's name is used once in account ${cluster.account}, ignoring case, and ${owner} has it`,
          got: workload.role.name,
          fix: "add {cluster} or {environment} to role.name, or choose another",
        };
      }
      taken.set(
        id,
        `workload ${workload.name} on cluster ${cluster.key} of ${environment.name}`,
      );
    }
  },
};
