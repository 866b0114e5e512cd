/** A value that JSON can write. `undefined` properties are left out. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The text that Terraform's `jsonencode` gives for a map or list of plain data: keys sorted, no white
 * space, and `<`, `>`, `&`, U+2028 and U+2029 written as `\uXXXX`.
 *
 * Documents written in this form plan the same bytes whether Terraform reads them as a string or
 * computes them with `jsonencode`.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function jsonencode(value: object): string {
  return JSON.stringify(sortKeys(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sortKeys(child)]),
  );
}
