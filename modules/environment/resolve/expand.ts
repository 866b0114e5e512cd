import type { Finding, Path } from "../fault";
import { tokenStart } from "../source";
import {
  placeholderWords,
  replacePlaceholders,
  type Placeholders,
} from "./placeholders";

/** Replaces the placeholders of the text at a path. */
export type Expand = (text: string, path: Path) => string;

/**
 * An {@link Expand} with the values of one cluster.
 *
 * @param findings takes a finding for every unknown placeholder
 */
export function expandWith(values: Placeholders, findings: Finding[]): Expand {
  return (text, path) => {
    const replaced = replacePlaceholders(text, values);
    if (replaced.text.includes(tokenStart))
      findings.push({
        path,
        rule: `text must not hold "${tokenStart}", which it does once its placeholders are replaced`,
        got: text,
        fix: "take it out",
      });
    for (const word of replaced.unknown)
      findings.push({
        path,
        rule: `unknown placeholder {${word}}`,
        got: text,
        fix: `use one of ${placeholderWords.map((one) => `{${one}}`).join(", ")}, or write {{ and }} for braces`,
      });
    return replaced.text;
  };
}
