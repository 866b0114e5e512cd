import { matchesPattern, type PolicyText } from "./policy-variables";
import type { Truth } from "./truth";

/**
 * Compares ARNs as `ArnEquals` and `ArnLike` do, which are the same operator under two names: each of
 * the six parts between colons on its own, with wildcards. A wildcard never reaches over a colon,
 * but in the last part, the resource, which has colons of its own. Unknown where either side hasn't
 * six parts: AWS's page doesn't say what happens then.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compareArns(wanted: PolicyText, actual: string): Truth {
  const patterns = splitArn(wanted.pattern);
  const parts = splitArn(actual);
  if (!patterns || !parts) return "unknown";
  return patterns.every((pattern, index) =>
    matchesPattern(pattern, parts[index] ?? ""),
  );
}

function splitArn(text: string): readonly string[] | undefined {
  const parts = text.split(":");
  return parts[0] === "arn" && parts.length >= 6
    ? [...parts.slice(0, 5), parts.slice(5).join(":")]
    : undefined;
}
