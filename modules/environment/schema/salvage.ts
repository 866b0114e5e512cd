import type { Finding, Path } from "../fault";
import { valueAt } from "../source";

/** Stands for an account that could not be read. */
export const unreadableAccount = "000000000000";

/** Stands for quotas that could not be read: the most that AWS grants, so that no limit is made up. */
const mostQuotas = { trustPolicyLength: 8192, managedPoliciesPerRole: 25 };

/**
 * A copy of a file's data without the parts that have faults, so that the rules can look at the rest
 * and every fault shows in one run. A workload, cluster or `include` entry with a fault is left out
 * whole: an unknown field may be the misspelt one that a rule would miss.
 */
export function salvage(value: unknown, findings: readonly Finding[]): unknown {
  const copy: unknown = structuredClone(value);
  if (!isObject(copy)) return copy;
  const { include } = copy;
  if (Array.isArray(include)) {
    const kept = soundIncludes(value, findings);
    if (kept.length === 0) remove(copy, "include");
    else copy.include = kept.map((position): unknown => include[position]);
  }
  for (const finding of findings) {
    const { path } = finding;
    const [top, name] = path;
    if (isUnknownAtTop(finding)) remove(copy, top);
    else if (top === "account") copy.account = unreadableAccount;
    else if (top === "backend") copy.backend = { local: {} };
    else if (top === "quotas") copy.quotas = mostQuotas;
    else if (path.length === 1 && top === "clusters") copy.clusters = {};
    else if (path.length === 1 || top === "acceptedRisks") remove(copy, top);
    else if (top !== undefined && top !== "include") remove(copy[top], name);
  }
  return copy;
}

/** Positions, in the file as written, of the `include` entries without a fault: those that are kept. */
export function soundIncludes(
  value: unknown,
  findings: readonly Finding[],
): readonly number[] {
  const faulty = new Set(
    findings.flatMap(({ path: [top, position] }) =>
      top === "include" && position !== undefined ? [position] : [],
    ),
  );
  const include = valueAt(value, ["include"]);
  return Array.isArray(include)
    ? [...include.keys()].filter((position) => !faulty.has(position))
    : [];
}

/** {@link salvage} for an environment file, where an unknown field may be `quotas`, misspelt. */
export function salvageEnvironment(
  value: unknown,
  findings: readonly Finding[],
): unknown {
  const copy = salvage(value, findings);
  return isObject(copy) && findings.some(isUnknownAtTop)
    ? { quotas: mostQuotas, ...copy }
    : copy;
}

/** Whether a field at the top is unknown: it may be any other one, misspelt. */
export function isUnknownAtTop({ path, at }: Finding): boolean {
  return path.length === 1 && at === "key";
}

function remove(from: unknown, key: Path[number] | undefined): void {
  if (isObject(from) && key !== undefined) Reflect.deleteProperty(from, key);
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
