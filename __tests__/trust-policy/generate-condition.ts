import type { Random } from "./random";

/** A condition key of a request, and what a policy could compare it with. */
export interface Fact {
  readonly key: string;
  readonly type: "text" | "arn" | "list" | "bool";
  /** Undefined where the key is absent from the request. */
  readonly actual: string | readonly string[] | undefined;
  /** Values of other identities, easily confused with the actual one. */
  readonly others: readonly [string, ...string[]];
}

/** Operator -> key -> values. */
export type GeneratedCondition = Record<
  string,
  Record<string, string | readonly string[]>
>;

const positive = [
  "StringEquals",
  "StringLike",
  "StringEqualsIgnoreCase",
] as const;
const negated = [
  "StringNotEquals",
  "StringNotLike",
  "StringNotEqualsIgnoreCase",
] as const;
const positiveArn = ["ArnEquals", "ArnLike"] as const;
const negatedArn = ["ArnNotEquals", "ArnNotLike"] as const;

/**
 * A random condition on some of a request's facts, more often true than not.
 *
 * Left out, because the evaluator calls them undecidable and AWS's pages don't settle them:
 * - a multivalued key without a set operator, and `ForAnyValue:...IfExists` on an absent key.
 * Left out, because the oracle departs from AWS's pages:
 * - a variable without a value under a negated operator: the oracle fails it, AWS says that "inverted
 *   condition operators do match against a null value" (reference_policies_variables.html);
 * - variables in a policy of version 2008-10-17: the oracle substitutes them;
 * - variables in ARNs: the oracle splits at colons before it substitutes.
 */
export function generateCondition(
  random: Random,
  facts: readonly Fact[],
): GeneratedCondition {
  const condition: GeneratedCondition = {};
  for (const fact of facts) {
    if (!random.chance(Math.min(0.75, 2 / facts.length))) continue;
    const [operator, values] = generateTest(random, fact, facts);
    const key = random.chance(0.1) ? fact.key.toUpperCase() : fact.key;
    condition[operator] = { ...condition[operator], [key]: values };
  }
  return condition;
}

function generateTest(
  random: Random,
  fact: Fact,
  facts: readonly Fact[],
): readonly [operator: string, values: string | readonly string[]] {
  if (random.chance(0.08)) {
    const right = fact.actual === undefined ? "true" : "false";
    const wrong = fact.actual === undefined ? "false" : "true";
    return ["Null", random.chance(0.7) ? right : wrong];
  }
  if (fact.type === "bool")
    return [
      random.chance(0.3) ? "BoolIfExists" : "Bool",
      random.pick(["true", "false", "True"]),
    ];
  const isNegated = random.chance(0.3);
  const base =
    fact.type === "arn" && random.chance(0.6)
      ? random.pick<string>(isNegated ? negatedArn : positiveArn)
      : random.pick<string>(isNegated ? negated : positive);
  const quantifier =
    fact.type === "list" || random.chance(0.1)
      ? random.pick(["ForAllValues:", "ForAnyValue:"])
      : "";
  const ifExists =
    random.chance(0.2) &&
    !(quantifier === "ForAnyValue:" && fact.actual === undefined)
      ? "IfExists"
      : "";
  const count = random.pick([1, 1, 1, 2, 3]);
  const hit = random.chance(0.7) !== isNegated;
  const values = Array.from({ length: count }, (_, index) =>
    hit && index === 0
      ? hitting(random, fact, base, facts)
      : missing(random, fact, base),
  );
  if (fact.type === "list" && hit && !isNegated && random.chance(0.7))
    values.push(...[fact.actual ?? []].flat());
  return [
    `${quantifier}${base}${ifExists}`,
    values.length === 1 && random.chance(0.7) ? values.join() : values,
  ];
}

/** A value that mostly matches the request's, as far as the operator can. */
function hitting(
  random: Random,
  fact: Fact,
  base: string,
  facts: readonly Fact[],
): string {
  const list = [fact.actual ?? fact.others].flat();
  const actual = list[random.below(list.length)] ?? fact.others[0];
  if (base.startsWith("Arn"))
    return random.chance(0.5) ? actual : wildcarded(random, actual);
  const likeness = random.next();
  if (likeness < 0.1) return actual.toUpperCase();
  if (likeness < 0.2) return variable(random, base, facts, actual) ?? actual;
  // Under an operator without wildcards this is the trap: the star is just a star.
  if (likeness < (base.endsWith("Like") ? 0.7 : 0.3))
    return wildcarded(random, actual);
  return actual;
}

function missing(random: Random, fact: Fact, base: string): string {
  const other = random.pick(fact.others);
  if (base.startsWith("Arn"))
    return random.chance(0.2) ? overColon(other) : other;
  return random.chance(0.1)
    ? random.pick(["${*}", "e${*}o", "echo${?}", "${$}{x}"])
    : other;
}

function wildcarded(random: Random, text: string): string {
  // The word "arn" and the colons take no wildcard: without them the evaluator sees no ARN.
  const from = text.startsWith("arn:") ? 4 : 0;
  const guess = from + random.below(text.length - from);
  const at = text[guess] === ":" ? guess + 1 : guess;
  switch (random.below(5)) {
    case 0:
      return `${text.slice(0, at)}?${text.slice(at + 1)}`;
    case 1:
      return `${text.slice(0, Math.max(at, text.lastIndexOf(":") + 1))}*`;
    case 2:
      return `${text}*`;
    case 3:
      return overColon(text);
    default:
      return text.startsWith("arn:") ? text.replace(/[^:]*$/, "*") : "*";
  }
}

/** `a:b:c:d:e:f` -> `a:b:*:d:e:f` with text that has colons, else a star before the last character. */
function overColon(text: string): string {
  const parts = text.split(":");
  return parts.length >= 6
    ? [...parts.slice(0, 2), "*", ...parts.slice(3)].join(":")
    : `*${text.slice(-1)}`;
}

function variable(
  random: Random,
  base: string,
  facts: readonly Fact[],
  actual: string,
): string | undefined {
  const texts = facts.filter(({ type }) => type === "text" || type === "arn");
  const fact = texts[random.below(texts.length)];
  if (!fact) return undefined;
  if (random.chance(0.4))
    return `\${${fact.key}, '${random.pick([actual, fact.others[0]])}'}`;
  return fact.actual === undefined && base.includes("Not")
    ? undefined
    : `\${${fact.key}}`;
}
