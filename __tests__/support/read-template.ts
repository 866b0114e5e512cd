/**
 * What Terraform reads in a string of a JSON configuration that holds no expression: `$${` and `%%{` are
 * the only escapes of its templates.
 *
 * @throws Error where an unescaped `${` or `%{` would make it an expression.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function readTemplate(text: string): string {
  return text.replace(/\$\$\{|%%\{|\$\{|%\{/g, (found) => {
    if (found.length === 3) return found.slice(1);
    throw new Error(`an expression in ${JSON.stringify(text)}`);
  });
}

/** The JSON document that Terraform reads in a string, such as a policy. */
export function readDocument(text: unknown): unknown {
  if (typeof text !== "string")
    throw new Error(`not a string: ${JSON.stringify(text)}`);
  return JSON.parse(readTemplate(text));
}

/** A value with every text in it, keys too, as Terraform reads it. */
export function readTemplates(value: unknown): unknown {
  if (typeof value === "string") return readTemplate(value);
  if (Array.isArray(value)) return value.map(readTemplates);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      readTemplate(key),
      readTemplates(child),
    ]),
  );
}
