import type { Path } from "../../fault";
import type { ServiceAccount } from "../../model";
import type { ServiceAccountFields } from "../../schema";
import type { RuleContext } from "./rule";

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
