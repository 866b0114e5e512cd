import type { Path } from "../fault";
import type { Expand } from "./expand";
import { inOrder } from "./in-order";

/** Tags in the order of their keys, with the placeholders of their values replaced. */
export function resolveTags(
  fields: Readonly<Record<string, string>> | undefined,
  path: Path,
  expand: Expand,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inOrder(fields ?? {}).map(([key, value]) => [
      key,
      expand(value, [...path, key]),
    ]),
  );
}
