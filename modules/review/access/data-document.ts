import {
  isJsonArray,
  isJsonObject,
  listOf,
  textOf,
  type Json,
  type ReducedResource,
  type ValuePath,
} from "../plan";
import { parsePolicy, statementsOf } from "../policy";
import { expressionOf, valueAt } from "./value";

/** Data sources that build on each other, before it is given up. */
const deepest = 10;

/**
 * The document that `data.aws_iam_policy_document` will make, from its arguments: its statements are in the plan
 * where it is read at apply. What isn't known in them stands as `${...}`. Undefined where statements may be
 * missing.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function documentOfData(
  data: ReducedResource,
  resources: ReadonlyMap<string, ReducedResource>,
  depth = 0,
): Json | undefined {
  if (depth > deepest) return undefined;
  const inherited = [
    ...documentsAt(data, ["source_json"], resources, depth),
    ...documentsAt(data, ["source_policy_documents"], resources, depth),
  ];
  const overriding = [
    ...documentsAt(data, ["override_json"], resources, depth),
    ...documentsAt(data, ["override_policy_documents"], resources, depth),
  ];
  const statement = valueAt(data, "after", "statement");
  if (
    statement.state === "unknown" ||
    statement.state === "sensitive" ||
    inherited.includes(undefined) ||
    overriding.includes(undefined)
  )
    return undefined;
  const own = (statement.state === "known" ? listOf(statement.value) : []).map(
    (_, index) => statementOf(data, index),
  );
  if (own.includes(undefined)) return undefined;
  const statements = [
    ...inherited.flatMap((one) => statementsOf(one)),
    ...own,
    ...overriding.flatMap((one) => statementsOf(one)),
  ].filter((one) => one !== undefined);
  return {
    Version: textOf(data.after, "version") ?? "2012-10-17",
    Statement: lastOfEachSid(statements),
  };
}

/** Of the statements with one Sid the last one counts; those without a Sid, or with one that isn't known, all do. */
function lastOfEachSid(statements: readonly Json[]): readonly Json[] {
  const last = new Map<string, Json>();
  for (const statement of statements) {
    const sid = knownSid(statement);
    if (sid !== undefined) last.set(sid, statement);
  }
  return statements.filter((statement) => {
    const sid = knownSid(statement);
    return sid === undefined || last.get(sid) === statement;
  });
}

/** IAM takes letters and digits only: anything else stands for what isn't known yet. */
function knownSid(statement: Json): string | undefined {
  const sid = textOf(statement, "Sid") ?? "";
  return /^[A-Za-z0-9]+$/.test(sid) ? sid : undefined;
}

/** The documents of an argument that is a text or a list of texts; an undefined one for each that isn't known. */
function documentsAt(
  data: ReducedResource,
  path: ValuePath,
  resources: ReadonlyMap<string, ReducedResource>,
  depth: number,
): readonly (Json | undefined)[] {
  const value = valueAt(data, "after", ...path);
  switch (value.state) {
    case "absent":
      return [];
    case "sensitive":
      return [undefined];
    case "unknown": {
      const { from, unresolved } = value.unknown;
      if (from.length === 0 || unresolved === true) return [undefined];
      return from.map(({ address }) => {
        const other = resources.get(address);
        return other?.type === "data.aws_iam_policy_document"
          ? documentOfData(other, resources, depth + 1)
          : undefined;
      });
    }
    case "known":
      if (isJsonArray(value.value))
        return value.value.flatMap((_, index) =>
          documentsAt(data, [...path, index], resources, depth),
        );
      if (value.value === "") return [];
      return [
        typeof value.value === "string" ? parsePolicy(value.value) : undefined,
      ];
  }
}

function statementOf(data: ReducedResource, index: number): Json | undefined {
  const at = ["statement", index] as const;
  const effect = texts(data, ...at, "effect");
  const sid = texts(data, ...at, "sid");
  const principals = principalsOf(data, [...at, "principals"]);
  const notPrincipals = principalsOf(data, [...at, "not_principals"]);
  const condition = conditionOf(data, [...at, "condition"]);
  const lists = {
    Action: texts(data, ...at, "actions"),
    NotAction: texts(data, ...at, "not_actions"),
    Resource: resourcesOf(data, [...at, "resources"]),
    NotResource: texts(data, ...at, "not_resources"),
  };
  if (
    principals === undefined ||
    notPrincipals === undefined ||
    condition === undefined
  )
    return undefined;
  return {
    ...(sid[0] !== undefined && { Sid: sid[0] }),
    Effect: effect[0] ?? "Allow",
    ...Object.fromEntries(
      Object.entries(lists).filter(([, values]) => values.length > 0),
    ),
    ...(principals !== null && { Principal: principals }),
    ...(notPrincipals !== null && { NotPrincipal: notPrincipals }),
    ...(condition !== null && { Condition: condition }),
  };
}

/**
 * The resources of a statement. Of a list that isn't known as a whole, a function that made it may have added others to
 * what it refers to: in parentheses nobody takes it for the reference.
 */
function resourcesOf(
  data: ReducedResource,
  path: ValuePath,
): readonly string[] {
  const value = valueAt(data, "after", ...path);
  return value.state === "unknown" && value.unknown.expressions.length > 0
    ? [`\${(${value.unknown.expressions.join(", ")})}`]
    : texts(data, ...path);
}

/** Null where there is none, undefined where it isn't known how many there are. */
function principalsOf(
  data: ReducedResource,
  path: ValuePath,
): Json | undefined {
  const value = valueAt(data, "after", ...path);
  if (value.state === "absent") return null;
  if (value.state !== "known") return undefined;
  const entries = listOf(value.value).map((_, index) => ({
    type: texts(data, ...path, index, "type")[0] ?? "",
    identifiers: texts(data, ...path, index, "identifiers"),
  }));
  if (entries.length === 0) return null;
  if (
    entries.some(
      ({ type, identifiers }) => type === "*" && identifiers.includes("*"),
    )
  )
    return "*";
  const byType = new Map<string, readonly string[]>();
  for (const { type, identifiers } of entries)
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  return Object.fromEntries(byType);
}

function conditionOf(data: ReducedResource, path: ValuePath): Json | undefined {
  const value = valueAt(data, "after", ...path);
  if (value.state === "absent") return null;
  if (value.state !== "known") return undefined;
  const operators = new Map<string, Map<string, readonly string[]>>();
  for (const [index] of listOf(value.value).entries()) {
    const test = texts(data, ...path, index, "test")[0] ?? "";
    const variable = texts(data, ...path, index, "variable")[0] ?? "";
    const values = texts(data, ...path, index, "values");
    const keys = operators.get(test) ?? new Map<string, readonly string[]>();
    keys.set(variable, [...(keys.get(variable) ?? []), ...values]);
    operators.set(test, keys);
  }
  if (operators.size === 0) return null;
  return Object.fromEntries(
    [...operators].map(([test, keys]) => [test, Object.fromEntries(keys)]),
  );
}

/** The texts at a path, one or a list: IAM's variables as IAM writes them, and `${...}` for what isn't known. */
function texts(data: ReducedResource, ...path: ValuePath): readonly string[] {
  const value = valueAt(data, "after", ...path);
  switch (value.state) {
    case "absent":
      return [];
    case "sensitive":
      return ["${(sensitive)}"];
    case "unknown":
      return [expressionOf(value.unknown)];
    case "known":
      if (isJsonArray(value.value))
        return value.value.flatMap((one, index) =>
          one === null
            ? texts(data, ...path, index)
            : typeof one === "string"
              ? [variables(one)]
              : [],
        );
      return isJsonObject(value.value) ? [] : [variables(String(value.value))];
  }
}

/** The data source takes `&{...}` for IAM's variables, since `${...}` is Terraform's. */
function variables(text: string): string {
  return text.replaceAll("&{", "${");
}
