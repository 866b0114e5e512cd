import { visit, type Document } from "yaml";
import { pathOf } from "./positions";
import type { Refusal } from "./refusal";
import { tokenStart } from "./token";

/** Text that the synthesizer would take for one of its tokens, control characters and half characters. */
export function refusedText(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Scalar(key, scalar, ancestors) {
      if (typeof scalar.value !== "string") return;
      const token = scalar.value.includes(tokenStart);
      const control = /[^\P{Cc}\t\n\r]|\p{Cs}/u.test(scalar.value);
      if (!token && !control) return;
      refusals.push({
        offset: scalar.range?.[0] ?? 0,
        finding: {
          path: pathOf(ancestors, key),
          rule: token
            ? `text must not hold "${tokenStart}"`
            : "text must not hold control characters",
          got: scalar.value,
          fix: "take it out",
        },
      });
    },
  });
  return refusals;
}
