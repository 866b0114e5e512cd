import { entriesOf, fieldOf, isJsonObject, type Json } from "../plan";
import { stringsOf } from "../policy";

/** The principals of a statement, one by one; one that can't be read is shown as JSON. */
export function principalsOf(
  statement: Json,
): readonly { readonly kind: string; readonly value: string }[] {
  const principal = fieldOf(statement, "Principal");
  if (typeof principal === "string") return [{ kind: "AWS", value: principal }];
  if (!isJsonObject(principal))
    return [
      {
        kind: "NotPrincipal",
        value: JSON.stringify(fieldOf(statement, "NotPrincipal") ?? null),
      },
    ];
  return entriesOf(principal).flatMap(([kind, values]) =>
    (stringsOf(values) ?? [JSON.stringify(values)]).map((value) => ({
      kind,
      value,
    })),
  );
}

/** One condition of a statement. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The conditions of a statement's `Condition`, one for each operator and key, in its order; none where there is none or
 * it is no object. A value that can't be read is shown as JSON.
 */
export function conditionEntries(
  condition: Json | undefined,
): readonly ConditionEntry[] {
  return entriesOf(condition).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, values]) => ({
      operator,
      key,
      values: stringsOf(values) ?? [JSON.stringify(values)],
    })),
  );
}

/** The values that a claim of an issuer's tokens may have, by conditions that aren't negated. */
export function claimsOf(
  conditions: readonly ConditionEntry[],
  host: string,
  claim: "sub" | "aud",
): readonly string[] {
  const wanted = `${host}:${claim}`.toLowerCase();
  return [
    ...new Set(
      conditions
        .filter((one) => isPositive(one) && one.key.toLowerCase() === wanted)
        .flatMap(({ values }) => values),
    ),
  ];
}

/**
 * Whether a condition asks for its values: neither a negated operator nor `Null`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isPositive({ operator }: ConditionEntry): boolean {
  return !/not|null/i.test(operator);
}
