import type { Finding } from "./fault";

/** Stands for an account that could not be read; no real account has it. */
export const unreadableAccount = "000000000000";

/**
 * A copy of a file's data without the parts that have faults, so that the rules can look at the rest
 * and every fault shows in one run: a workload or cluster with a fault is left out whole.
 */
export function salvage(value: unknown, findings: readonly Finding[]): unknown {
  const copy: unknown = structuredClone(value);
  if (!isObject(copy)) return copy;
  for (const { path, at, rule } of findings) {
    const [top, name] = path;
    if (at === "key" && rule === "unknown field") {
      remove(at === "key" ? parentOf(copy, path) : copy, path.at(-1));
      continue;
    }
    if (top === "account") copy.account = unreadableAccount;
    else if (top === "backend") copy.backend = { local: {} };
    else if (top === "clusters" && path.length > 1) {
      remove(copy.clusters, name);
      for (const workload of values(copy.workloads))
        if (isObject(workload)) remove(workload.clusters, name);
    } else if (path.length > 1 && top !== "include")
      remove(top === undefined ? undefined : copy[top], name);
    else if (top !== undefined && top !== "clusters") remove(copy, top);
  }
  return copy;
}

function parentOf(top: unknown, path: Finding["path"]): unknown {
  return path
    .slice(0, -1)
    .reduce<unknown>(
      (value, part) => (isObject(value) ? value[part] : undefined),
      top,
    );
}

function remove(from: unknown, key: string | number | undefined): void {
  if (isObject(from) && key !== undefined) Reflect.deleteProperty(from, key);
}

function values(map: unknown): unknown[] {
  return isObject(map) ? Object.values(map) : [];
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
