/** A value that JSON can write. `undefined` properties are left out. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The text that Terraform's `jsonencode` gives for a map or list of plain data: keys sorted by their
 * bytes, no white space, and `<`, `>`, `&`, U+2028 and U+2029 written as `\uXXXX`.
 *
 * Documents written in this form plan the same bytes whether Terraform reads them as a string or
 * computes them with `jsonencode`.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function jsonencode(value: object): string {
  return write(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Writes objects itself: JavaScript's would put keys that look like numbers first, whatever the order. */
function write(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const properties = Object.entries(value)
    .sort(([a], [b]) => compareBytes(a, b))
    .flatMap(([key, child]) =>
      child === undefined ? [] : [`${JSON.stringify(key)}:${write(child)}`],
    );
  return `{${properties.join(",")}}`;
}

/** UTF-8 order, as Go sorts; JavaScript's `<` differs from it beyond the basic plane only. */
function compareBytes(left: string, right: string): number {
  return /[\ud800-\udfff]/.test(left + right)
    ? Buffer.compare(Buffer.from(left), Buffer.from(right))
    : left < right
      ? -1
      : 1;
}
