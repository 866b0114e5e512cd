import type { Owner, ServiceAccount } from "../model";
import type { WorkloadFields } from "../schema";
import { inOrder } from "./in-order";

/** The service accounts of a workload, in the order of the file, with the owner of those that name none. */
export function resolveServiceAccounts(
  fields: WorkloadFields,
  owner: Owner,
): readonly ServiceAccount[] {
  const written = Array.isArray(fields.serviceAccount)
    ? fields.serviceAccount
    : [fields.serviceAccount];
  return written.flatMap((one): ServiceAccount[] => {
    if (typeof one === "string") {
      const slash = one.indexOf("/");
      return [
        {
          namespace: one.slice(0, slash),
          name: one.slice(slash + 1),
          owner,
          labels: {},
        },
      ];
    }
    const base = {
      namespace: one.namespace,
      owner: one.owner ?? owner,
      labels: Object.fromEntries(inOrder(one.labels ?? {})),
      ...(one.automountToken !== undefined && {
        automountToken: one.automountToken,
      }),
    };
    if (one.name !== undefined) return [{ ...base, name: one.name }];
    return one.namePattern === undefined
      ? []
      : [{ ...base, namePattern: one.namePattern }];
  });
}
