import { entriesOf, fieldOf, type Json } from "../plan";
import type { Grant } from "../review";
import {
  canonicalCondition,
  currentStatementsOf,
  stringsOf,
} from "./policy-text";
import { isUnknownAction } from "./unknown-action";

/** Combinations of action and resource that are read of one policy. Real policies have hundreds. */
const mostGrants = 20_000;

const elements: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/**
 * The grants of a permission policy: one for each effect, action, resource and condition. Undefined where it has a
 * statement that isn't as IAM's grammar has it or an action that isn't known yet, or more combinations than are read.
 *
 * @param policy name of the policy, for the grants
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function grantsOf(
  document: Json,
  policy: string,
): readonly Grant[] | undefined {
  const grants: Grant[] = [];
  for (const statement of currentStatementsOf(document)) {
    if (entriesOf(statement).some(([element]) => !elements.has(element)))
      return undefined;
    const effect = fieldOf(statement, "Effect");
    const actions = listOrNot(statement, "Action");
    const resources = listOrNot(statement, "Resource");
    if (
      (effect !== "Allow" && effect !== "Deny") ||
      actions === undefined ||
      resources === undefined ||
      actions.some(isUnknownAction) ||
      grants.length + actions.length * resources.length > mostGrants
    )
      return undefined;
    const condition = canonicalCondition(fieldOf(statement, "Condition"));
    for (const action of actions)
      for (const resource of resources)
        grants.push({
          effect,
          action,
          resource,
          ...(condition !== undefined && { condition }),
          policy,
        });
  }
  return grants;
}

/** An element's values; those of its `Not...` form as one text, since they only mean something together. */
function listOrNot(
  statement: Json,
  element: "Action" | "Resource",
): readonly string[] | undefined {
  const values = stringsOf(fieldOf(statement, element));
  const excluded = stringsOf(fieldOf(statement, `Not${element}`));
  if ((values === undefined) === (excluded === undefined)) return undefined;
  if (values !== undefined) return values.length > 0 ? values : undefined;
  return [`Not${element}: ${[...(excluded ?? [])].sort().join(", ")}`];
}

/** Whether a grant's action or resource is the text of a `Not...` element. */
export function isExclusion(text: string): boolean {
  return /^Not(?:Action|Resource): /i.test(text);
}

/** Equal for grants that say the same, in whichever policy: actions and condition keys ignore case. */
export function grantKey(grant: Grant): string {
  return [
    grant.effect,
    grant.action.toLowerCase(),
    grant.resource,
    grant.condition ?? "",
  ].join("\n");
}
