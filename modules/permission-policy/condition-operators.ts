const comparisons = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
] as const;

const operators: ReadonlySet<string> = new Set([
  "Null",
  ...["", "ForAllValues:", "ForAnyValue:"].flatMap((quantifier) =>
    comparisons.flatMap((comparison) =>
      ["", "IfExists"].map((suffix) => `${quantifier}${comparison}${suffix}`),
    ),
  ),
]);

/**
 * Whether IAM has this condition operator. Spelled as AWS documents it: IAM itself ignores case, a
 * reader should not have to.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isConditionOperator(text: string): boolean {
  return operators.has(text);
}
