import type { Path } from "./fault";
import type { Cluster, ServiceAccount, Workload } from "./model";
import type { RuleContext } from "./rule";
import type { ServiceAccountFields } from "./schema";

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

type OneServiceAccount = Exclude<ServiceAccountFields, readonly unknown[]>;

/** Every service account of the file as written, with its path. */
export function* eachWrittenServiceAccount(context: RuleContext): Iterable<{
  readonly workload: string;
  readonly path: Path;
  readonly written: OneServiceAccount;
  readonly namespace: string;
  readonly name?: string;
}> {
  for (const [workload, { serviceAccount }] of Object.entries(
    context.file.workloads ?? {},
  )) {
    const path = ["workloads", workload, "serviceAccount"];
    const all = Array.isArray(serviceAccount)
      ? serviceAccount.map((written, index) => ({
          written,
          path: [...path, index],
        }))
      : [{ written: serviceAccount, path }];
    for (const { written, path: at } of all) {
      if (typeof written !== "string") {
        yield {
          workload,
          path: at,
          written,
          namespace: written.namespace,
          ...(written.name !== undefined && { name: written.name }),
        };
        continue;
      }
      const slash = written.indexOf("/");
      yield {
        workload,
        path: at,
        written,
        namespace: written.slice(0, slash),
        name: written.slice(slash + 1),
      };
    }
  }
}

/** Where a service account of a workload is written. */
export function serviceAccountAt(
  context: RuleContext,
  workload: string,
  serviceAccount: ServiceAccount,
): Path {
  const fields = context.file.workloads?.[workload]?.serviceAccount;
  const path = ["workloads", workload, "serviceAccount"];
  if (!Array.isArray(fields)) return path;
  const index = fields.findLastIndex((one) =>
    typeof one === "string"
      ? one === describeServiceAccount(serviceAccount)
      : one.namespace === serviceAccount.namespace &&
        ("name" in serviceAccount
          ? one.name === serviceAccount.name
          : one.namePattern === serviceAccount.namePattern),
  );
  return index < 0 ? path : [...path, index];
}

/** `namespace/name`, or `namespace/pattern`. */
export function describeServiceAccount(serviceAccount: ServiceAccount): string {
  return `${serviceAccount.namespace}/${"name" in serviceAccount ? serviceAccount.name : serviceAccount.namePattern}`;
}
