import type { PolicyText } from "./policy-variables";
import type { Truth } from "./truth";

/**
 * Compares as `Bool` does. Unknown where either side is neither true nor false.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
 */
export function compareBooleans(wanted: PolicyText, actual: string): Truth {
  const left = wanted.literal.toLowerCase();
  const right = actual.toLowerCase();
  return isBoolean(left) && isBoolean(right) ? left === right : "unknown";
}

function isBoolean(text: string): boolean {
  return text === "true" || text === "false";
}
