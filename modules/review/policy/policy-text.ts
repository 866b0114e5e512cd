import {
  canonicalJson,
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  nestsDeeper,
  textOf,
  type Json,
} from "../plan";

/** Characters of a policy that are looked at, with white space. */
const longest = 65_536;
/**
 * Characters of the longest policy that IAM takes, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longestOfIam = 10_240;

/** What a policy has at the top. */
const elements: ReadonlySet<string> = new Set(["Id", "Statement", "Version"]);

const trustElements: ReadonlySet<string> = new Set([
  "Action",
  "Condition",
  "Effect",
  "NotAction",
  "NotPrincipal",
  "Principal",
  "Sid",
]);

/** Levels of brackets: a condition's values are on the sixth. */
const deepest = 20;

/**
 * Parses a policy's text. Undefined where it is no JSON object with statements, has something else beside them, or is
 * longer than any that IAM takes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string): Json | undefined {
  if (
    text.length > longest ||
    nestsDeeper(text, deepest) ||
    text.replace(/\s/g, "").length > longestOfIam
  )
    return undefined;
  try {
    const document = JSON.parse(text) as Json;
    return isPolicy(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a document has statements and nothing that IAM doesn't have beside them: it may take another spelling of an
 * element for the element.
 */
export function isPolicy(document: Json): boolean {
  const statements = statementsOf(document);
  return (
    statements.length > 0 &&
    statements.every(isJsonObject) &&
    entriesOf(document).every(([element]) => elements.has(element))
  );
}

/** Whether every statement of a policy has what one of a trust policy can have. */
export function isTrustPolicy(document: Json): boolean {
  return statementsOf(document).every(
    (statement) =>
      entriesOf(statement).every(([element]) => trustElements.has(element)) &&
      ["Allow", "Deny"].includes(textOf(statement, "Effect") ?? ""),
  );
}

/** The statements of a policy: a single one need not be in a list. */
export function statementsOf(document: Json | undefined): readonly Json[] {
  const statement = fieldOf(document, "Statement");
  if (statement === undefined) return [];
  return isJsonArray(statement) ? statement : [statement];
}

/**
 * The statements as a policy of today's version has them: without `Version`, or in an older one, variables such as
 * `${aws:username}` are plain text, which is written `${$}{aws:username}` today.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function currentStatementsOf(document: Json): readonly Json[] {
  const statements = statementsOf(document);
  return textOf(document, "Version") === "2012-10-17"
    ? statements
    : statements.map(
        (statement) =>
          JSON.parse(
            JSON.stringify(statement).replace(
              /\$\{(?=[A-Za-z0-9-]+:)/g,
              "${$}{",
            ),
          ) as Json,
      );
}

/** A string, or a list of strings, as a list; undefined where it is something else. */
export function stringsOf(
  value: Json | undefined,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list = isJsonArray(value) ? value : [value];
  const strings = list.filter((one) => typeof one === "string");
  return strings.length === list.length ? strings : undefined;
}

/**
 * A statement's condition in one form: operators, keys and values sorted, values always a list of strings.
 * Undefined where there is none.
 */
export function canonicalCondition(
  condition: Json | undefined,
): string | undefined {
  if (condition === undefined) return undefined;
  if (isJsonObject(condition) && Object.keys(condition).length === 0)
    return undefined;
  return canonicalJson(
    Object.fromEntries(
      entriesOf(condition).map(([operator, keys]) => [
        operator,
        isJsonObject(keys)
          ? Object.fromEntries(
              entriesOf(keys).map(([key, values]) => [key, sorted(values)]),
            )
          : keys,
      ]),
    ),
  );
}

function sorted(values: Json): Json {
  const list = isJsonArray(values) ? values : [values];
  return [
    ...new Set(
      list.map((one) => (typeof one === "string" ? one : canonicalJson(one))),
    ),
  ].sort();
}
