import {
  type ConditionOperator,
  parseConditionOperator,
} from "./condition-operator";
import { isJsonObject, readStrings } from "./json-value";
import { plainText, substituteVariables } from "./policy-variables";
import type { ContextLookup } from "./request-context";
import { allOf, anyOf, negate, type Truth } from "./truth";

/** What a condition is judged by. */
export interface ConditionScope {
  readonly lookup: ContextLookup;
  /** Whether the policy's version has variables. */
  readonly variables: boolean;
}

/**
 * Whether a statement's `Condition` holds: every key under every operator must. Values of one key are
 * alternatives, or, under a negated operator, must all fail to match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(
  condition: unknown,
  scope: ConditionScope,
): Truth {
  if (!isJsonObject(condition)) return "unknown";
  return allOf(
    Object.entries(condition).flatMap(([name, keys]): readonly Truth[] => {
      const operator = parseConditionOperator(name);
      if (!operator || !isJsonObject(keys) || Object.keys(keys).length === 0)
        return ["unknown"];
      return Object.entries(keys).map(([key, values]) =>
        keyHolds(operator, key, values, scope),
      );
    }),
  );
}

function keyHolds(
  operator: ConditionOperator | "Null",
  key: string,
  values: unknown,
  scope: ConditionScope,
): Truth {
  const wanted = readConditionValues(values);
  const actual = scope.lookup(key);
  if (!wanted || actual.state === "unknown") return "unknown";
  if (operator === "Null")
    return anyOf(
      wanted.map((value) => isNull(value, actual.state === "absent")),
    );
  if (actual.state === "absent") return holdsWithoutKey(operator);
  // AWS wants a set operator for these keys and doesn't say what happens without one.
  if (actual.state === "multiple" && !operator.quantifier) return "unknown";
  const held = (actual.state === "single" ? [actual.value] : actual.values).map(
    (value) => valueHolds(operator, wanted, value, scope),
  );
  return operator.quantifier === "ForAnyValue" ? anyOf(held) : allOf(held);
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWithoutKey(operator: ConditionOperator): Truth {
  if (operator.quantifier === "ForAllValues") return true;
  // The page on ForAnyValue says that a missing key fails, the one on IfExists that it passes.
  if (operator.quantifier === "ForAnyValue")
    return operator.ifExists ? "unknown" : false;
  return operator.ifExists || operator.negated;
}

function valueHolds(
  operator: ConditionOperator,
  wanted: readonly string[],
  actual: string,
  scope: ConditionScope,
): Truth {
  const matches = anyOf(
    wanted.map((value) => {
      const text = scope.variables
        ? substituteVariables(value, scope.lookup)
        : plainText(value);
      if (text === "unknown") return "unknown";
      // A variable without a value makes a null, and nothing equals null: so negated operators pass.
      return text !== "absent" && operator.comparison(text, actual);
    }),
  );
  return operator.negated ? negate(matches) : matches;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function isNull(wanted: string, absent: boolean): Truth {
  if (wanted === "true") return absent;
  return wanted === "false" ? !absent : "unknown";
}

/** IAM takes `true` for `"true"`. Numbers stay undecidable: JSON has lost an account's leading zero. */
function readConditionValues(values: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  return readStrings(
    list.map((value) => (typeof value === "boolean" ? String(value) : value)),
  );
}
