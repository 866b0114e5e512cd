/** A piece of a Terraform template: text as it will read, or source between braces. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /** `${...}` or `%{...}`, whole and as written. */
  | { readonly kind: "sequence"; readonly source: string };

/**
 * Splits a template into its text and its sequences. Two or more `$` (or `%`) before a brace are text, one
 * fewer of them than written.
 *
 * @throws Error where a sequence has no end.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = "";
  let position = 0;
  for (const match of template.matchAll(/(\$+|%+)\{/g)) {
    if (match.index < position) continue;
    text += template.slice(position, match.index);
    const run = match[1] ?? "";
    if (run.length > 1) {
      text += `${run.slice(1)}{`;
      position = match.index + match[0].length;
      continue;
    }
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    position = endOfSequence(template, match.index + 2);
    parts.push({
      kind: "sequence",
      source: template.slice(match.index, position),
    });
  }
  text += template.slice(position);
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}

/** The text of a template that holds no sequence, or `undefined` where it holds one. */
export function literalOf(template: string): string | undefined {
  if (!/[$%]\{/.test(template)) return template;
  const parts = parseTemplate(template);
  if (parts.some(({ kind }) => kind === "sequence")) return undefined;
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

/**
 * The expression of a template that is nothing but one `${...}`, or `undefined`. Terraform gives such a
 * template the expression's own type. Strip markers (`${~`, `~}`) stay a template's.
 */
export function expressionOf(template: string): string | undefined {
  if (!template.startsWith("${") || !template.endsWith("}")) return undefined;
  if (template.startsWith("${~") || template.endsWith("~}")) return undefined;
  if (endOfSequence(template, 2) !== template.length) return undefined;
  const expression = template.slice(2, -1).trim();
  return expression.includes("\n") ? `(${expression})` : expression;
}

/** Where a sequence ends whose inside starts at a position. */
function endOfSequence(template: string, start: number): number {
  let depth = 1;
  let position = start;
  while (position < template.length) {
    const character = template[position];
    if (character === '"') {
      position = endOfQuoted(template, position + 1);
      continue;
    }
    position += 1;
    if (character === "{") depth += 1;
    if (character === "}" && --depth === 0) return position;
  }
  throw new Error(
    `a template's sequence has no end: ${template.slice(start - 2)}`,
  );
}

/** Where a quoted string inside a sequence ends, with the sequences that it holds itself. */
function endOfQuoted(template: string, start: number): number {
  let position = start;
  while (position < template.length) {
    const [run = ""] = /^(?:\\[^]|(?:\$+|%+)\{|[^])/.exec(
      template.slice(position, position + 64),
    ) ?? [""];
    if (run === '"') return position + 1;
    position += run.length;
    if (run === "${" || run === "%{")
      position = endOfSequence(template, position);
  }
  throw new Error(
    `a template's quoted text has no end: ${template.slice(start - 1)}`,
  );
}
