import { roleArn } from "../../policy-document";
import type { Role } from "../model";
import type { EnvironmentFile, WorkloadFields } from "../schema";
import type { Where } from "./where";

/** The role of a workload on this cluster: what the workload says, else `defaults`. */
export function resolveRole(
  file: EnvironmentFile,
  workload: string,
  fields: NonNullable<WorkloadFields["role"]>,
  where: Where,
): Role {
  const defaults = file.defaults ?? {};
  const path = ["workloads", workload, "role"];
  const { expand } = where;
  const rolePath = fields.path
    ? expand(fields.path, [...path, "path"])
    : expand(defaults.rolePath ?? "/", ["defaults", "rolePath"]);
  const roleName = fields.name
    ? expand(fields.name, [...path, "name"])
    : `${where.stack}-${workload}`;
  const boundary = fields.permissionsBoundary
    ? expand(fields.permissionsBoundary, [...path, "permissionsBoundary"])
    : defaults.permissionsBoundary &&
      expand(defaults.permissionsBoundary, ["defaults", "permissionsBoundary"]);
  const maxSessionDuration =
    fields.maxSessionDuration ?? defaults.maxSessionDuration;
  const description =
    fields.description && expand(fields.description, [...path, "description"]);
  const { partition, account } = where;
  const named = { name: roleName, path: rolePath };
  return {
    ...named,
    arn: roleArn({ partition, account, ...named }),
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    ...(maxSessionDuration !== undefined && { maxSessionDuration }),
    ...(description !== undefined && { description }),
    exclusivePermissions:
      fields.exclusivePermissions ?? defaults.exclusivePermissions ?? false,
  };
}
