import type { Backend } from "./model";

/**
 * Where one stack's state is inside its backend: the S3 key, the workspace, the schema. Two stacks of
 * one backend never share it.
 */
export function statePath(backend: Backend, stack: string): string {
  switch (backend.kind) {
    case "local":
      return `${backend.directory}/${stack}.tfstate`;
    case "s3":
    case "azurerm":
      return `${below(backend.prefix, stack)}.tfstate`;
    case "gcs":
    case "consul":
      return below(backend.prefix, stack);
    case "remote":
      return backend.prefix === undefined
        ? stack
        : `${backend.prefix}-${stack}`;
    case "http":
      return `${backend.address}/${stack}`;
    case "pg":
      return `${backend.schemaName}_${stack}`;
  }
}

/** Tells states of all backends apart: two stacks with the same text would overwrite each other. */
export function stateLocation(backend: Backend, stack: string): string {
  const container = (): readonly string[] => {
    switch (backend.kind) {
      case "s3":
      case "gcs":
        return [backend.bucket];
      case "azurerm":
        return [backend.storageAccountName, backend.containerName];
      case "remote":
        return [backend.hostname.toLowerCase(), backend.organization];
      case "consul":
        return [backend.address];
      case "local":
      case "http":
      case "pg":
        return [];
    }
  };
  return [backend.kind, ...container(), statePath(backend, stack)].join(" ");
}

function below(prefix: string | undefined, stack: string): string {
  return prefix === undefined ? stack : `${prefix}/${stack}`;
}
