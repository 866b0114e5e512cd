import {
  isAlias,
  isScalar,
  visit,
  type Document,
  type LineCounter,
} from "yaml";
import { nodeOffset, pathOf } from "./positions";
import type { Refusal } from "./refusal";

/**
 * `__proto__` as a key would become an object's prototype, a key that is no text (`1:`, `? [a]`) would
 * become one silently, and of two equal keys the first would be lost. What is refused is taken out, so
 * that the rest can be looked at.
 */
export function removeRefusedKeys(
  document: Document,
  lines: LineCounter,
): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Map(key, map, ancestors) {
      const seen = new Map<string, number>();
      for (const { key: one } of map.items) {
        if (!isScalar(one) || typeof one.value !== "string") continue;
        const offset = nodeOffset(one) ?? 0;
        const first = seen.get(one.value);
        if (first === undefined) {
          seen.set(one.value, offset);
          continue;
        }
        const { line, col } = lines.linePos(first);
        refusals.push({
          offset,
          finding: {
            path: [...pathOf(ancestors, key), one.value],
            rule: `a key stands once in a map, and it stands at ${line}:${col} too`,
            got: one.value,
            fix: "keep one of the two",
          },
        });
      }
    },
    Pair(_, { key }, ancestors) {
      const isText = isScalar(key) && typeof key.value === "string";
      if (isText && key.value !== "__proto__") return;
      refusals.push({
        offset: nodeOffset(key) ?? 0,
        finding: {
          path: pathOf(ancestors),
          ...(isText
            ? { rule: "a key must not be __proto__", fix: "choose another" }
            : { rule: "a key must be text", fix: "put it in quotes" }),
          got: isScalar(key)
            ? key.value
            : isAlias(key)
              ? `*${key.source}`
              : "a list or map",
        },
      });
      return visit.REMOVE;
    },
  });
  return refusals;
}
