import type { Row } from "../../compare";

/** Role key -> the rows that have the role, before or after. */
export function rowsByRole(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows)
    for (const { key } of row.roles) {
      const list = found.get(key) ?? [];
      list.push(row);
      found.set(key, list);
    }
  return found;
}

/** A few names, and how many more there are. */
export function listSome(names: readonly string[], most = 8): string {
  const sorted = [...new Set(names)].sort();
  const rest = sorted.length - most;
  return rest > 0
    ? `${sorted.slice(0, most).join(", ")} and ${rest} more`
    : sorted.join(", ");
}
