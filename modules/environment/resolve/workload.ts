import { defaultAudience } from "../../trust-policy";
import type { Workload } from "../model";
import type { EnvironmentFile, WorkloadFields } from "../schema";
import { resolvePermissions } from "./permissions";
import { resolveRole } from "./role";
import { resolveServiceAccounts } from "./service-account";
import { resolveTags } from "./tags";
import type { Where } from "./where";

/** The workload on this cluster, or nothing where it doesn't run there or has no path. */
export function resolveWorkload(
  file: EnvironmentFile,
  name: string,
  fields: WorkloadFields,
  where: Where,
): Workload[] {
  if (fields.clusters && !Object.hasOwn(fields.clusters, where.key)) return [];
  const override = fields.clusters?.[where.key] ?? {};
  const defaults = file.defaults ?? {};
  const identity = override.identity ?? fields.identity ?? defaults.identity;
  if (identity === undefined) return [];
  const path = ["workloads", name];
  const { expand } = where;
  const owner =
    override.serviceAccountOwner ??
    fields.serviceAccountOwner ??
    defaults.serviceAccountOwner ??
    "terraform";
  const serviceAccounts = resolveServiceAccounts(fields, owner);

  const base = {
    name,
    compute: override.compute ?? fields.compute ?? "ec2",
    listed: Array.isArray(fields.serviceAccount),
    role: resolveRole(file, name, fields.role ?? {}, where),
    permissions: override.permissions
      ? resolvePermissions(
          override.permissions,
          [...path, "clusters", where.key, "permissions"],
          expand,
        )
      : resolvePermissions(
          fields.permissions,
          [...path, "permissions"],
          expand,
        ),
    tags: resolveTags(fields.tags, [...path, "tags"], expand),
  };
  if (identity === "pod-identity")
    return [
      {
        ...base,
        identity,
        // A pattern here is refused by a rule; an association can name one service account only.
        serviceAccounts: serviceAccounts.filter((one) => "name" in one),
        sessionTags:
          override.podIdentity?.sessionTags ??
          fields.podIdentity?.sessionTags ??
          true,
      },
    ];
  const irsa = { ...fields.irsa, ...override.irsa };
  return [
    {
      ...base,
      identity,
      serviceAccounts,
      audience: irsa.audience ?? defaultAudience,
      ...(irsa.tokenExpirationSeconds !== undefined && {
        tokenExpirationSeconds: irsa.tokenExpirationSeconds,
      }),
      ...(irsa.regionalSts !== undefined && { regionalSts: irsa.regionalSts }),
    },
  ];
}
