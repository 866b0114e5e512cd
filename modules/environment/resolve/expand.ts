import type { Finding, Path } from "../fault";
import { tokenStart } from "../source";
import {
  placeholderWords,
  replacePlaceholders,
  type Placeholders,
} from "./placeholders";

const placeholders = placeholderWords.map((one) => `{${one}}`).join(", ");

/** Replaces the placeholders of the text at a path. */
export type Expand = (text: string, path: Path) => string;

/**
 * An {@link Expand} with the values of one cluster.
 *
 * @param findings takes a finding for every unknown placeholder and for braces that are none
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
        fix: `use one of ${placeholders}, or write {{ and }} for braces`,
      });
    if (replaced.hasLoneBrace)
      findings.push({
        path,
        rule: "a brace that belongs to no placeholder is doubled",
        got: text,
        fix: `write {{ or }} for the brace, or a placeholder: ${placeholders}`,
      });
    return replaced.text;
  };
}
