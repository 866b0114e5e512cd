import { compareArns } from "./compare-arns";
import { compareBooleans } from "./compare-booleans";
import { matchesPattern, type PolicyText } from "./policy-variables";
import type { Truth } from "./truth";

/** Whether one value of the request is as one value of the policy wants it. */
export type Comparison = (wanted: PolicyText, actual: string) => Truth;

/** A condition operator, taken apart. */
export interface ConditionOperator {
  readonly comparison: Comparison;
  /** The comparison must hold for none of the policy's values, rather than for one. */
  readonly negated: boolean;
  /** `...IfExists`: holds where the key is absent. */
  readonly ifExists: boolean;
  /** For keys with several values: whether all of them, or just one, must satisfy the operator. */
  readonly quantifier?: "ForAllValues" | "ForAnyValue";
}

const equals: Comparison = (wanted, actual) => wanted.literal === actual;
const equalsIgnoringCase: Comparison = (wanted, actual) =>
  wanted.literal.toLowerCase() === actual.toLowerCase();
const like: Comparison = (wanted, actual) =>
  matchesPattern(wanted.pattern, actual);

// A map, not an object, so that an operator called "constructor" is unknown like any other.
const operators = new Map<string, readonly [Comparison, negated: boolean]>([
  ["StringEquals", [equals, false]],
  ["StringNotEquals", [equals, true]],
  ["StringEqualsIgnoreCase", [equalsIgnoringCase, false]],
  ["StringNotEqualsIgnoreCase", [equalsIgnoringCase, true]],
  ["StringLike", [like, false]],
  ["StringNotLike", [like, true]],
  ["ArnEquals", [compareArns, false]],
  ["ArnNotEquals", [compareArns, true]],
  ["ArnLike", [compareArns, false]],
  ["ArnNotLike", [compareArns, true]],
  ["Bool", [compareBooleans, false]],
]);

/**
 * Reads a condition operator's name: `Null`, or a comparison with an optional set operator before it
 * and `IfExists` behind it. Undefined for every operator that isn't modelled here, among them the
 * numeric, date, binary and address operators, and for names whose case differs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseConditionOperator(
  name: string,
): ConditionOperator | "Null" | undefined {
  if (name === "Null") return "Null";
  const [, quantifier, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators.get(base);
  if (!operator) return undefined;
  const [comparison, negated] = operator;
  return {
    comparison,
    negated,
    ifExists: ifExists !== undefined,
    ...((quantifier === "ForAllValues" || quantifier === "ForAnyValue") && {
      quantifier,
    }),
  };
}
