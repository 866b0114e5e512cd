import type { Path } from "../fault";

/** What stands at a path of plain data, or `undefined`. An object's own properties only. */
export function valueAt(top: unknown, path: Path): unknown {
  let value = top;
  for (const part of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.hasOwn(value, part)
      ? (value as Record<string | number, unknown>)[part]
      : undefined;
  }
  return value;
}
