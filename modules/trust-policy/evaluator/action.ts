import { wildcardMatches } from "../../policy-document";
import { readStrings } from "./json-value";
import { anyOf, type Truth } from "./truth";

/**
 * Whether a statement's `Action` names an action: case doesn't count, `*` and `?` are wildcards. IAM has no variables
 * there: `${...}` stands for what isn't known yet.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionIncludes(actions: unknown, action: string): Truth {
  const patterns = readStrings(actions);
  if (!patterns) return "unknown";
  return anyOf(
    patterns.map((pattern) =>
      pattern === "*" || (pattern.includes(":") && !pattern.includes("${"))
        ? wildcardMatches(pattern.toLowerCase(), action.toLowerCase())
        : "unknown",
    ),
  );
}
