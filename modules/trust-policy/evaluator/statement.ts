import { actionIncludes } from "./action";
import type { AssumeRoleRequest } from "./assume-role-request";
import { type ConditionScope, conditionsHold } from "./conditions";
import { isJsonObject } from "./json-value";
import { principalIncludes } from "./principal";
import { allOf, negate, type Truth } from "./truth";

/** What one statement says about one request. */
export interface StatementFinding {
  readonly effect: "Allow" | "Deny" | "unknown";
  readonly applies: Truth;
}

// Trust policies have no Resource, and NotPrincipal isn't modelled: a statement with an element that
// isn't listed here could mean anything.
const elements = new Set([
  "Sid",
  "Effect",
  "Principal",
  "Action",
  "NotAction",
  "Condition",
]);

/**
 * Whether a statement applies to a request: principal, action and conditions must all match. One that
 * certainly doesn't match settles it, whatever is unknown about the others. But a statement that has an
 * element that isn't modelled here, or both or neither of Action and NotAction, may always apply.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function findStatement(
  statement: unknown,
  request: AssumeRoleRequest,
  scope: ConditionScope,
): StatementFinding {
  if (!isJsonObject(statement))
    return { effect: "unknown", applies: "unknown" };
  const fields = new Map(Object.entries(statement));
  const effect = fields.get("Effect");
  if (effect !== "Allow" && effect !== "Deny")
    return { effect: "unknown", applies: "unknown" };
  if (
    [...fields.keys()].some((element) => !elements.has(element)) ||
    fields.has("Action") === fields.has("NotAction")
  )
    return { effect, applies: "unknown" };
  return {
    effect,
    applies: allOf([
      principalIncludes(fields.get("Principal"), request.principal),
      fields.has("Action")
        ? actionIncludes(fields.get("Action"), request.action)
        : negate(actionIncludes(fields.get("NotAction"), request.action)),
      fields.has("Condition")
        ? conditionsHold(fields.get("Condition"), scope)
        : true,
    ]),
  };
}
