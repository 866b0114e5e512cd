import { parseTemplate } from "./template";

/** HCL's quoted form of literal text: nothing in it is an expression. */
export function quoteText(text: string): string {
  return `"${escape(text)}"`;
}

/** HCL's quoted form of a template: its text escaped, its sequences as they are. */
export function quoteTemplate(template: string): string {
  const parts = parseTemplate(template).map((part) =>
    part.kind === "text" ? escape(part.text) : part.source,
  );
  return `"${parts.join("")}"`;
}

const named: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * Control, format and bidirectional characters, line and paragraph separators: what a reviewer can't see,
 * or would see in another place than it is.
 */
const unseen =
  /[\u0000-\u001f"\\\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Nearly all text needs no escape; to see that is much quicker than to look for each. */
const plain = /^[ !#$%&-[\]-z|}~]*$/;

/** @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function escape(text: string): string {
  if (plain.test(text)) return text;
  return text
    .replace(unseen, (character) => named.get(character) ?? escaped(character))
    .replace(/(\$+|%+)\{/g, (sequence) => `${sequence[0] ?? ""}${sequence}`);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4
    ? `\\U${code.padStart(8, "0")}`
    : `\\u${code.padStart(4, "0")}`;
}
