import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import type { Path } from "../fault";

/** The path of a node; `key` is its position where its parent is a list. */
export function pathOf(
  ancestors: readonly (Document | Node | Pair)[],
  key?: number | "key" | "value" | null,
): Path {
  const path = ancestors.flatMap((ancestor, index): (string | number)[] => {
    if (isPair(ancestor))
      return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const child = ancestors[index + 1];
    return isSeq(ancestor) && child !== undefined
      ? [ancestor.items.indexOf(child)]
      : [];
  });
  return isSeq(ancestors.at(-1)) && typeof key === "number"
    ? [...path, key]
    : path;
}

/**
 * Where the deepest existing part of a path starts: of a value, or of its key where no value is written.
 * An alias counts where it is used. The file as a whole is at its start.
 */
export function offsetOf(document: Document, path: Path, at?: "key"): number {
  if (path.length === 0) return 0;
  let node: unknown = document.contents;
  let offset = nodeOffset(node) ?? 0;
  let insideAlias = false;
  for (const [index, part] of path.entries()) {
    if (isAlias(node)) {
      insideAlias = true;
      node = node.resolve(document);
    }
    const pair: Pair | undefined = isMap(node)
      ? node.items.findLast(
          ({ key }) => isScalar(key) && String(key.value) === part,
        )
      : undefined;
    const next: unknown = pair
      ? pair.value
      : isSeq(node) && typeof part === "number"
        ? node.items[part]
        : undefined;
    if (pair === undefined && next === undefined) break;
    const wantsKey = at === "key" && index === path.length - 1;
    const found =
      (wantsKey ? undefined : nodeOffset(next)) ?? nodeOffset(pair?.key);
    if (!insideAlias && found !== undefined) offset = found;
    node = next;
  }
  return offset;
}

/** Where a node starts; nothing where none is written. */
export function nodeOffset(node: unknown): number | undefined {
  const range =
    isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
      ? node.range
      : undefined;
  const written = range && (range[1] > range[0] || isMap(node) || isSeq(node));
  return written ? range[0] : undefined;
}
