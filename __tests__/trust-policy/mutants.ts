import { transformSync } from "@swc/core";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runInThisContext } from "node:vm";
import type * as evaluate from "../../modules/trust-policy/evaluator/evaluate";
import type * as podIdentity from "../../modules/trust-policy/evaluator/may-assume-with-pod-identity";
import type * as webIdentity from "../../modules/trust-policy/evaluator/may-assume-with-web-identity";

/** The evaluator's three entrances. */
export type Evaluator = Pick<typeof evaluate, "evaluateTrust"> &
  Pick<typeof podIdentity, "mayAssumeWithPodIdentity"> &
  Pick<typeof webIdentity, "mayAssumeWithWebIdentity">;

/** A fault to put into the source text of one of the evaluator's files. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const mutant = (
  name: string,
  file: string,
  find: string,
  replace: string,
): Mutant => ({ name, file, find, replace });

/** Misreadings of IAM, each of which must show in the generated cases. */
export const mutants: readonly Mutant[] = [
  mutant(
    "StringLike compared as StringEquals",
    "condition-operator.ts",
    `["StringLike", [like, false]]`,
    `["StringLike", [equals, false]]`,
  ),
  mutant(
    "a wildcard expanded under StringEquals",
    "condition-operator.ts",
    `["StringEquals", [equals, false]]`,
    `["StringEquals", [like, false]]`,
  ),
  mutant(
    "case ignored by StringEquals",
    "condition-operator.ts",
    `["StringEquals", [equals, false]]`,
    `["StringEquals", [equalsIgnoringCase, false]]`,
  ),
  mutant(
    "case counted by StringEqualsIgnoreCase",
    "condition-operator.ts",
    `["StringEqualsIgnoreCase", [equalsIgnoringCase, false]]`,
    `["StringEqualsIgnoreCase", [equals, false]]`,
  ),
  mutant(
    "StringNotLike without wildcards",
    "condition-operator.ts",
    `["StringNotLike", [like, true]]`,
    `["StringNotLike", [equals, true]]`,
  ),
  mutant(
    "ArnEquals compared letter by letter",
    "condition-operator.ts",
    `["ArnEquals", [compareArns, false]]`,
    `["ArnEquals", [equals, false]]`,
  ),
  mutant(
    "a wildcard of an ARN that reaches over colons",
    "compare-arns.ts",
    `return patterns.every(`,
    `return matchesPattern(wanted.pattern, actual) || patterns.every(`,
  ),
  mutant(
    "Bool that compares case",
    "compare-booleans.ts",
    `isBoolean(left) && isBoolean(right) ? left === right`,
    `isBoolean(left) && isBoolean(right) ? wanted.literal === actual`,
  ),
  mutant(
    "IfExists ignored",
    "conditions.ts",
    `return operator.ifExists || operator.negated;`,
    `return operator.negated;`,
  ),
  mutant(
    "a missing key that passes",
    "conditions.ts",
    `return operator.ifExists || operator.negated;`,
    `return true;`,
  ),
  mutant(
    "a missing key that fails a negated operator",
    "conditions.ts",
    `return operator.ifExists || operator.negated;`,
    `return operator.ifExists;`,
  ),
  mutant(
    "ForAllValues that fails on a missing key",
    "conditions.ts",
    `if (operator.quantifier === "ForAllValues") return true;`,
    `if (operator.quantifier === "ForAllValues") return operator.negated;`,
  ),
  mutant(
    "ForAnyValue that passes on a missing key",
    "conditions.ts",
    `return operator.ifExists ? "unknown" : false;`,
    `return true;`,
  ),
  mutant(
    "ForAnyValue that wants all values",
    "conditions.ts",
    `operator.quantifier === "ForAnyValue" ? anyOf(held)`,
    `operator.quantifier === "ForAnyValue" ? allOf(held)`,
  ),
  mutant(
    "ForAllValues that wants any value",
    "conditions.ts",
    `: allOf(held)`,
    `: anyOf(held)`,
  ),
  mutant(
    "Null the wrong way round",
    "conditions.ts",
    `if (wanted === "true") return absent;`,
    `if (wanted === "true") return !absent;`,
  ),
  mutant(
    "one key of several enough",
    "conditions.ts",
    `return allOf(
    Object.entries(condition)`,
    `return anyOf(
    Object.entries(condition)`,
  ),
  mutant(
    "every value of a list wanted",
    "conditions.ts",
    `const matches = anyOf(`,
    `const matches = allOf(`,
  ),
  mutant(
    "a negated operator that passes if any value differs",
    "conditions.ts",
    `const matches = anyOf(`,
    `const matches = (operator.negated ? allOf : anyOf)(`,
  ),
  mutant(
    "negation ignored",
    "conditions.ts",
    `return operator.negated ? negate(matches) : matches;`,
    `return matches;`,
  ),
  mutant(
    "variables taken for text",
    "evaluate.ts",
    `variables: version === "2012-10-17"`,
    `variables: false`,
  ),
  mutant(
    "a variable's default ignored",
    "policy-variables.ts",
    `return fallback === undefined ? "absent" : { is: fallback };`,
    `return "absent";`,
  ),
  mutant(
    "a variable's default always taken",
    "policy-variables.ts",
    `"unknown" : { is: actual.value };`,
    `"unknown" : { is: fallback ?? actual.value };`,
  ),
  mutant(
    "an escaped wildcard taken for a wildcard",
    "policy-variables.ts",
    `pattern += guardWildcards(value.is);`,
    `pattern += value.is;`,
  ),
  mutant(
    "condition keys that differ by case",
    "request-context.ts",
    `const value = context.get(key);`,
    `const value = name === key ? undefined : context.get(key);`,
  ),
  mutant(
    "Deny ignored",
    "evaluate.ts",
    `const denied = anyOf(`,
    `const denied = false && anyOf(`,
  ),
  mutant(
    "only the first statement read",
    "evaluate.ts",
    `statements.map((one)`,
    `statements.slice(0, 1).map((one)`,
  ),
  mutant(
    "the last Deny only",
    "evaluate.ts",
    `.filter(({ effect }) => effect !== "Allow")`,
    `.filter(({ effect }) => effect !== "Allow").slice(-1)`,
  ),
  mutant(
    "any principal taken for the caller",
    "principal.ts",
    `value === caller.value;
}`,
    `true;
}`,
  ),
  mutant(
    "any account taken for the caller's",
    "principal.ts",
    `account === callerArn.account && `,
    ``,
  ),
  mutant(
    "actions compared by case",
    "action.ts",
    `wildcardMatches(pattern.toLowerCase(), action.toLowerCase())`,
    `wildcardMatches(pattern, action)`,
  ),
  mutant(
    "actions without wildcards",
    "action.ts",
    `wildcardMatches(pattern.toLowerCase(), action.toLowerCase())`,
    `pattern.toLowerCase() === action.toLowerCase()`,
  ),
  mutant(
    "NotAction read as Action",
    "statement.ts",
    `: negate(actionIncludes(fields.get("NotAction"), request.action))`,
    `: actionIncludes(fields.get("NotAction"), request.action)`,
  ),
  mutant(
    "conditions ignored",
    "statement.ts",
    `fields.has("Condition")
        ? conditionsHold(fields.get("Condition"), scope)
        : true`,
    `true`,
  ),
  mutant(
    "TagSession not required",
    "may-assume-with-pod-identity.ts",
    `["sts:AssumeRole", "sts:TagSession"].map`,
    `["sts:AssumeRole"].map`,
  ),
  mutant(
    "session tags sent although they are off",
    "may-assume-with-pod-identity.ts",
    `...(identity.sessionTags && {`,
    `...(true && {`,
  ),
  mutant(
    "another issuer's claims taken for the token's",
    "request-context.ts",
    `const value = context.get(key);`,
    `const value = context.get(key) ?? [...context].find(([known]) => known.split(":").at(-1) === key.split(":").at(-1))?.[1];`,
  ),
];

const root = join(__dirname, "../../modules/trust-policy/evaluator");
const unmutated = new Map<string, string>();

/** A fresh copy of the evaluator with at most one fault put into its source text. */
export function loadMutant(mutation?: Mutant): Evaluator {
  const loaded = new Map<string, { exports: unknown }>();
  let applied = mutation === undefined;
  const load = (path: string): unknown => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const mutate = dirname(path) === root && basename(path) === mutation?.file;
    const code =
      (mutate ? undefined : unmutated.get(path)) ??
      compile(readFileSync(path, "utf8"), mutate ? mutation : undefined);
    if (mutate) applied = true;
    else unmutated.set(path, code);
    const run = runInThisContext(
      `(function (module, exports, require) {${code}\n})`,
      { filename: path },
    ) as (
      module: object,
      exports: object,
      require: (request: string) => unknown,
    ) => void;
    run(module, module.exports, (request) => load(resolve(path, request)));
    return module.exports;
  };
  const evaluator = {
    ...(load(join(root, "evaluate.ts")) as typeof evaluate),
    ...(load(
      join(root, "may-assume-with-pod-identity.ts"),
    ) as typeof podIdentity),
    ...(load(
      join(root, "may-assume-with-web-identity.ts"),
    ) as typeof webIdentity),
  };
  if (!applied)
    throw new Error(`not a file of the evaluator: ${String(mutation?.file)}`);
  return evaluator;
}

function compile(source: string, mutation: Mutant | undefined): string {
  if (mutation && source.split(mutation.find).length !== 2)
    throw new Error(
      `${mutation.file} must have exactly one: ${JSON.stringify(mutation.find)}`,
    );
  const text = mutation
    ? source.replace(mutation.find, () => mutation.replace)
    : source;
  return transformSync(text, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  }).code;
}

function resolve(from: string, request: string): string {
  const path = join(dirname(from), request);
  return existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts");
}
