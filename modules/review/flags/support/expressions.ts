/** A part of a policy's text; of what stands in `${` and `}`, what is between them. */
export interface TextPart {
  /** An expression is what Terraform only knows after the apply, a variable is IAM's. */
  readonly kind: "text" | "variable" | "expression";
  readonly text: string;
}

/**
 * IAM's variables have a colon, and a quoted default at most.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const iamVariable =
  /^(?:[^\s"'()[\]{}$?]+:[^\s"'()[\]{}$?]+(?:, '[^']*')?|[*?$])$/;

/** Splits a policy's text at its variables and expressions. Linear in its length. */
export function splitExpressions(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("${", at);
    const start = next < 0 ? text.length : next;
    if (start > at) parts.push({ kind: "text", text: text.slice(at, start) });
    if (next < 0) break;
    const end = endOfExpression(text, start + 2);
    const body = text.slice(start + 2, end);
    parts.push({
      kind: iamVariable.test(body) ? "variable" : "expression",
      text: body,
    });
    at = end + 1;
  }
  return parts;
}

/** A policy's text with something else in place of each expression; variables stay as they are. */
export function replaceExpressions(
  text: string,
  replacement: (expression: string) => string,
): string {
  return splitExpressions(text)
    .map((part) => {
      if (part.kind === "text") return part.text;
      return part.kind === "variable"
        ? `\${${part.text}}`
        : replacement(part.text);
    })
    .join("");
}

/**
 * A pattern with a word in place of each escaped wildcard, `${*}` and `${?}`: these stand for the characters themselves.
 * In a policy of a version without variables they stand for a text with brackets in it, no more of a wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function maskEscapes(pattern: string): string {
  return pattern.replace(/\$\{[*?]\}/g, "literal");
}

/**
 * Where the bracket is that ends an expression; the text's end where none does. Quoted texts in it may hold brackets
 * and expressions of their own.
 */
function endOfExpression(text: string, from: number): number {
  const open: string[] = [];
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (open.at(-1) === '"') {
      if (character === "\\") at++;
      else if (character === '"') open.pop();
      else if (text.startsWith("$${", at)) at += 2;
      else if (text.startsWith("${", at)) {
        open.push("{");
        at++;
      }
    } else if (character === '"' || character === "{") open.push(character);
    else if (character === "}" && open.pop() === undefined) return at;
  }
  return text.length;
}

/** The references of an expression that is put together from several, as `a.b.c, d.e.f`. */
export function splitReferences(expression: string): readonly string[] {
  const found: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < expression.length; at++) {
    const character = expression.charAt(at);
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && expression.startsWith(", ", at)) {
      found.push(expression.slice(start, at));
      start = at + 2;
    }
  }
  return [...found, expression.slice(start)];
}
