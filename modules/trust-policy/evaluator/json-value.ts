/** Whether a value is a JSON object: not null and not a list. */
export function isJsonObject(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A string or a list of strings, as a list; undefined for anything else, an empty list included, since
 * the policy grammar wants at least one value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStrings(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((item) => typeof item === "string");
  return strings.length > 0 && strings.length === list.length
    ? strings
    : undefined;
}
