import {
  conditionEntries,
  principalsOf,
  type ConditionEntry,
} from "../../access";
import { fieldOf, type Json } from "../../plan";
import { isUnknownAction, statementsOf, stringsOf } from "../../policy";
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

/**
 * Whether a statement's actions include one. Where they can't be read or aren't known yet, those that are allowed include
 * every one, and those that are denied none.
 *
 * @param action such as `sts:AssumeRole`
 */
export function namesAction(statement: Json, action: string): boolean {
  const isAllowed = fieldOf(statement, "Effect") !== "Deny";
  const excluded = fieldOf(statement, "NotAction");
  return excluded !== undefined
    ? !matches(excluded, action, !isAllowed)
    : matches(fieldOf(statement, "Action"), action, isAllowed);
}

/** Whether patterns match an action; `unknown` says it where one isn't known. IAM has no variables in actions. */
function matches(
  patterns: Json | undefined,
  action: string,
  unknown: boolean,
): boolean {
  return (
    stringsOf(patterns)?.some((pattern) =>
      isUnknownAction(pattern)
        ? unknown
        : wildcardMatches(pattern.toLowerCase(), action.toLowerCase()),
    ) ?? unknown
  );
}
