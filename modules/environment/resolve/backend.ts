import { posix } from "node:path";
import type { Backend } from "../model";
import type { BackendFields } from "../schema";

/** The one kind of backend that the file names, with its defaults. */
export function resolveBackend(fields: BackendFields): Backend {
  if (fields.s3) return { kind: "s3", ...fields.s3 };
  if (fields.remote)
    return { kind: "remote", hostname: "app.terraform.io", ...fields.remote };
  if (fields.gcs) return { kind: "gcs", ...fields.gcs };
  if (fields.azurerm) return { kind: "azurerm", ...fields.azurerm };
  if (fields.http) return { kind: "http", ...fields.http };
  if (fields.pg)
    return { kind: "pg", schemaName: "terraform_remote_state", ...fields.pg };
  if (fields.consul) return { kind: "consul", ...fields.consul };
  return {
    kind: "local",
    directory: posix
      .normalize(fields.local?.directory ?? "state")
      .replace(/\/$/, ""),
  };
}
