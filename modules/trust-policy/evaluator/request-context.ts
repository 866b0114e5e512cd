import type { AssumeRoleRequest } from "./assume-role-request";

/** What is known about one condition key of a request. */
export type ContextValue =
  | { readonly state: "single"; readonly value: string }
  | { readonly state: "multiple"; readonly values: readonly string[] }
  | { readonly state: "absent" }
  | { readonly state: "unknown" };

/** Looks a condition key up in a request, ignoring case. */
export type ContextLookup = (key: string) => ContextValue;

/**
 * The look-up for a request's context. Whether a key has one value or several is the key's nature, not
 * the number it happens to have. A key with an empty value is unknown: AWS counts it as absent in some
 * rules and as present in others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function contextLookup(request: AssumeRoleRequest): ContextLookup {
  const context = new Map(
    Object.entries(request.context).map(([key, value]) => [
      key.toLowerCase(),
      value,
    ]),
  );
  return (name) => {
    const key = name.toLowerCase();
    const value = context.get(key);
    if (value === undefined)
      return { state: request.absentKeys?.(key) ? "absent" : "unknown" };
    const values = typeof value === "string" ? [value] : value;
    if (values.length === 0 || values.includes("")) return { state: "unknown" };
    return typeof value === "string"
      ? { state: "single", value }
      : { state: "multiple", values };
  };
}
