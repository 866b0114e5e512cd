import { wildcardMatches } from "../../policy-document";
import type { ContextLookup } from "./request-context";

/** A value of a condition after substitution. */
export interface PolicyText {
  /** For operators without wildcards: every character stands for itself. */
  readonly literal: string;
  /** For {@link matchesPattern}: `*` and `?` are wildcards unless the policy escaped them. */
  readonly pattern: string;
}

/**
 * A condition's value with its policy variables replaced from the request. `absent` where a variable
 * has no value: such a text equals nothing. `unknown` where a variable's value isn't known here, has
 * several values, or is written in a way that AWS's page doesn't define; also where a replacement
 * brings in `*` or `?`, since the page doesn't say whether these would be wildcards.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substituteVariables(
  text: string,
  lookup: ContextLookup,
): PolicyText | "absent" | "unknown" {
  let literal = "";
  let pattern = "";
  let absent = false;
  let from = 0;
  for (;;) {
    const start = text.indexOf("${", from);
    const plain = text.slice(from, start < 0 ? undefined : start);
    literal += plain;
    pattern += plain;
    if (start < 0) return absent ? "absent" : { literal, pattern };
    const end = text.indexOf("}", start);
    if (end < 0) return "unknown";
    const value = variableValue(text.slice(start + 2, end), lookup);
    if (value === "unknown") return "unknown";
    if (value === "absent") absent = true;
    else {
      literal += value.is;
      pattern += guardWildcards(value.is);
    }
    from = end + 1;
  }
}

/** A condition's value in a policy whose version has no variables: `${...}` is just text. */
export function plainText(text: string): PolicyText {
  return { literal: text, pattern: text };
}

/** Whether a pattern made here matches a request's value as a whole. */
export function matchesPattern(pattern: string, value: string): boolean {
  return wildcardMatches(pattern, guardWildcards(value));
}

type VariableValue = { readonly is: string } | "absent" | "unknown";

function variableValue(body: string, lookup: ContextLookup): VariableValue {
  if (body === "*" || body === "?" || body === "$") return { is: body };
  const [, key, fallback] =
    /^([^\s,'"${*?]+)(?:, '([^'${*?]*)')?$/.exec(body) ?? [];
  if (key === undefined) return "unknown";
  const actual = lookup(key);
  switch (actual.state) {
    case "single":
      return /[*?]/.test(actual.value) ? "unknown" : { is: actual.value };
    case "absent":
      return fallback === undefined ? "absent" : { is: fallback };
    default:
      return "unknown";
  }
}

/**
 * The wildcard matcher knows no escapes, so a `*` or `?` that stands for itself is written on both
 * sides as a Unicode noncharacter, which neither policies nor requests may contain.
 */
function guardWildcards(text: string): string {
  return text.replaceAll("*", "\uFDD0").replaceAll("?", "\uFDD1");
}
