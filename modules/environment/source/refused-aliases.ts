import { visit, type Document } from "yaml";
import { nodeOffset, pathOf } from "./positions";
import type { Refusal } from "./refusal";

/** An alias of nothing, or of what it stands in: neither is data. */
export function refusedAliases(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Alias(key, alias, ancestors) {
      const anchor = alias.resolve(document);
      if (anchor !== undefined && !ancestors.includes(anchor)) return;
      refusals.push({
        offset: nodeOffset(alias) ?? 0,
        finding: {
          path: pathOf(ancestors, key),
          rule: anchor
            ? "an alias must not stand inside its own anchor"
            : "an alias needs its anchor before it",
          got: `*${alias.source}`,
          fix: "write the value itself",
        },
      });
    },
  });
  return refusals;
}
