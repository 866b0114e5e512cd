import type { Path } from "../../fault";
import type { Cluster, Workload } from "../../model";
import type { RuleContext } from "./rule";

/** Every workload on every cluster. */
export function* eachWorkload(
  context: RuleContext,
): Iterable<{ readonly cluster: Cluster; readonly workload: Workload }> {
  for (const cluster of context.environment.clusters)
    for (const workload of cluster.workloads) yield { cluster, workload };
}

/** Where a workload's field is written: for the cluster, for the workload, or as a default. */
export function writtenAt(
  context: RuleContext,
  workload: string,
  cluster: string,
  field: string,
): Path {
  return context.firstWritten(
    ["workloads", workload, "clusters", cluster, field],
    ["workloads", workload, field],
    ["defaults", field],
    ["workloads", workload],
  );
}

/** Where a field of a workload's role is written. */
export function roleFieldAt(
  context: RuleContext,
  workload: string,
  field: string,
  asDefault = field,
): Path {
  return context.firstWritten(
    ["workloads", workload, "role", field],
    ["defaults", asDefault],
    ["workloads", workload],
  );
}

/** Where the permissions that hold for a workload on a cluster are written. */
export function permissionsAt(
  context: RuleContext,
  workload: string,
  cluster: string,
): Path {
  return context.firstWritten(
    ["workloads", workload, "clusters", cluster, "permissions"],
    ["workloads", workload, "permissions"],
  );
}
