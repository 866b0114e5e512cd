import {
  conditionEntries,
  principalsOf,
  type ConditionEntry,
} from "../../access";
import { fieldOf, type Json } from "../../plan";
import { statementsOf, stringsOf } from "../../policy";
import { wildcardMatches } from "../../../policy-document";

/** One statement of a trust policy, ready to be compared. */
export interface TrustStatement {
  readonly effect: "Allow" | "Deny";
  /** Kind and value, as in `Service pods.eks.amazonaws.com`. */
  readonly principals: readonly string[];
  /** Those of {@link assumeActions} that it names. */
  readonly actions: readonly string[];
  readonly conditions: readonly ConditionEntry[];
}

/**
 * The actions that a trust policy can allow.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservicests.html
 */
const assumeActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:SetContext",
  "sts:SetSourceIdentity",
  "sts:TagSession",
] as const;

export function trustStatements(trust: Json): readonly TrustStatement[] {
  return statementsOf(trust).map((statement) => ({
    effect: fieldOf(statement, "Effect") === "Deny" ? "Deny" : "Allow",
    principals: principalsOf(statement).map(
      ({ kind, value }) => `${kind} ${value}`,
    ),
    actions: assumeActions.filter((action) => namesAction(statement, action)),
    conditions: conditionEntries(fieldOf(statement, "Condition")),
  }));
}

/** Whether a statement's actions include one; those that can't be read include every one. */
export function namesAction(statement: Json, action: string): boolean {
  const matches = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) =>
      wildcardMatches(pattern.toLowerCase(), action.toLowerCase()),
    );
  const excluded = stringsOf(fieldOf(statement, "NotAction"));
  if (excluded !== undefined) return !matches(excluded);
  const actions = stringsOf(fieldOf(statement, "Action"));
  return actions === undefined || matches(actions);
}
