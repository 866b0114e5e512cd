import * as z from "zod";

/**
 * What a field must be and how to mend it: `<rule>; <fix>`. One text serves a value of the wrong type
 * and a value of the wrong form, so that every message says what is right, not which check failed.
 */
type Requirement = `${string}; ${string}`;

/** A text field of the environment file, with its form and its line in the field reference. */
export function text(
  description: string,
  requirement: Requirement = "must be text that is not empty; write it in quotes",
  pattern?: RegExp,
) {
  const base = z.string({ error: requirement });
  return (
    pattern
      ? base.regex(pattern, { error: requirement })
      : base.min(1, { error: requirement })
  ).describe(description);
}

/** A whole number between two bounds, both included. */
export function wholeNumber(
  description: string,
  minimum: number,
  maximum: number,
) {
  const error = `must be a whole number from ${minimum} to ${maximum}; write it without quotes`;
  return z
    .number({ error })
    .int({ error })
    .min(minimum, { error })
    .max(maximum, { error })
    .describe(description);
}

/** `true` or `false`. */
export function flag(description: string) {
  return z
    .boolean({ error: "must be true or false; write it without quotes" })
    .describe(description);
}

/** One word of a fixed list. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  description: string,
  words: Words,
) {
  return z
    .enum(words, {
      error:
        words.length === 1
          ? `must be ${words[0]}; write that`
          : `must be one of ${words.join(", ")}; write one of them`,
    })
    .describe(description);
}

/** A list with at least one item. */
export function list<Item extends z.ZodType>(description: string, item: Item) {
  const error =
    "must be a list of at least one item; write it as in [first, second]";
  return z.array(item, { error }).min(1, { error }).describe(description);
}

/** How many entries a map holds; editors check it too. Default: any number. What is wrong is a rule's to say. */
interface Size {
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** A map with known fields; any other field is a fault. */
export function map<Shape extends z.ZodRawShape>(
  description: string,
  shape: Shape,
  size: Size = {},
) {
  const empty = orEmpty(
    size,
    Object.values(shape).every((field) => field instanceof z.ZodOptional),
  );
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === "invalid_type"
          ? `must be a map of ${Object.keys(shape).join(", ")}; write one field a line below it${empty}`
          : undefined,
    })
    .meta({ ...size, description });
}

/**
 * A map from names of the writer's choosing to values of one kind.
 *
 * @param example one entry, as it is written
 */
export function named<
  Key extends z.ZodType<string, string>,
  Value extends z.ZodType,
>(
  description: string,
  key: Key,
  value: Value,
  { example, ...size }: Size & { readonly example: string },
) {
  return z
    .record(key, value, {
      error: (issue) =>
        issue.code === "invalid_type"
          ? `must be a map of names; write one name a line below it, as in ${example}${orEmpty(size, true)}`
          : undefined,
    })
    .meta({ ...size, description });
}

function orEmpty({ minProperties = 0 }: Size, allowed: boolean): string {
  return allowed && minProperties === 0 ? ", or {} for none" : "";
}
