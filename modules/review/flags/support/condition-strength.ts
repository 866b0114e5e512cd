import type { ConditionEntry } from "../../access";
import { wildcardCovers, wildcardMatches } from "../../../policy-document";
import { holdsForMost } from "./condition-breadth";

/** Of the conditions that one statement has, those that another one doesn't ask for as strictly. */
export function conditionsLost(
  before: readonly ConditionEntry[],
  after: readonly ConditionEntry[],
): readonly ConditionEntry[] {
  return before.filter((one) => !after.some((other) => isAsStrict(other, one)));
}

/** Whether whatever satisfies one condition satisfies another one; false where that is hard to say. */
function isAsStrict(strict: ConditionEntry, other: ConditionEntry): boolean {
  if (strict.key.toLowerCase() !== other.key.toLowerCase()) return false;
  const left = readOperator(strict.operator);
  const right = readOperator(other.operator);
  if (
    left.quantifier !== right.quantifier ||
    left.negated !== right.negated ||
    (left.ifExists && !right.ifExists)
  )
    return false;
  if (left.base === right.base)
    return left.negated
      ? isSubset(other.values, strict.values)
      : strict.values.every((value) =>
          other.values.some(
            (one) => one === value || (left.like && wildcardCovers(one, value)),
          ),
        );
  if (left.negated) return false;
  // The same comparison, by or without wildcards.
  if (right.like && left.base === right.base.replace("like", "equals"))
    return strict.values.every((value) =>
      other.values.some((one) => wildcardMatches(one, value)),
    );
  return (
    left.like &&
    right.base === left.base.replace("like", "equals") &&
    !strict.values.some((value) => /[*?]/.test(value)) &&
    isSubset(strict.values, other.values)
  );
}

/** Whether a condition that takes another one's place holds for requests that the other one was there to keep out. */
export function isWeak(now: ConditionEntry, before: ConditionEntry): boolean {
  const left = readOperator(now.operator);
  const right = readOperator(before.operator);
  return (
    (left.ifExists && !right.ifExists) ||
    (left.negated && !right.negated) ||
    left.quantifier !== right.quantifier ||
    left.base === "null" ||
    // Another of two values is the very opposite.
    (right.base === "bool" && !isSubset(lowerCase(now), lowerCase(before))) ||
    holdsForMost(now)
  );
}

interface Operator {
  /** Lower case, as in `stringlike`. */
  readonly base: string;
  readonly like: boolean;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly quantifier: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function readOperator(operator: string): Operator {
  const [, quantifier = "", base = "", ifExists] =
    /^(?:([^:]*):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  return {
    base,
    like: base.endsWith("like"),
    negated: base.includes("not"),
    ifExists: ifExists !== undefined,
    quantifier,
  };
}

function lowerCase({ values }: ConditionEntry): readonly string[] {
  return values.map((value) => value.toLowerCase());
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((value) => all.includes(value));
}
