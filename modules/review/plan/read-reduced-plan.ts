import * as z from "zod";
import type { JsonObject } from "./json";
import type { PlanReading, ReducedPlan, UnreadablePlan } from "./reduced-plan";

/** Characters of a reduced plan's text. */
const longest = 64 * 1024 * 1024;

const text = z.string();
const count = z.int().min(0);
const attributes = z.custom<JsonObject>(
  (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
);
const path = z.array(z.union([text, z.int().min(0)])).readonly();
const references = z
  .array(z.strictObject({ address: text, attribute: text }))
  .readonly();

const resource = z.strictObject({
  address: text,
  type: text,
  action: z.enum([
    "no-op",
    "create",
    "update",
    "delete",
    "replace",
    "read",
    "forget",
  ]),
  movedFrom: text.optional(),
  imported: z.literal(true).optional(),
  forgetsOld: z.literal(true).optional(),
  region: text.optional(),
  account: text.optional(),
  provider: text.optional(),
  provisioners: z.array(text).readonly().optional(),
  before: attributes.optional(),
  after: attributes.optional(),
  configured: z.array(text).readonly(),
  unknown: z
    .array(
      z.strictObject({
        path,
        from: references,
        expressions: z.array(text).readonly(),
        text: text.optional(),
        unresolved: z.literal(true).optional(),
      }),
    )
    .readonly(),
  sensitive: z.strictObject({
    before: z.array(path).readonly(),
    after: z.array(path).readonly(),
  }),
});

const reducedPlan = z.strictObject({
  reduced: z.literal(1),
  stack: text,
  errored: z.boolean(),
  messages: z.array(text).readonly(),
  problems: z
    .array(z.strictObject({ address: text.optional(), message: text }))
    .readonly(),
  counts: z.strictObject({
    create: count,
    update: count,
    delete: count,
    replace: count,
    import: count,
    move: count,
  }),
  others: z.record(text, count),
  resources: z.array(resource).readonly(),
}) satisfies z.ZodType<ReducedPlan>;

/**
 * Reads the text that `writeReducedPlan` wrote, from wherever it was kept. Never throws: what isn't such a
 * text, or is one of another stack, is an unreadable plan that says why.
 *
 * @param stack the stack that it has to be of
 */
export function readReducedPlan(stack: string, text: string): PlanReading {
  const unreadable = (message: string): UnreadablePlan => ({
    stack,
    status: "unreadable",
    message,
  });
  if (text.length > longest)
    return unreadable(`larger than ${longest} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable("not JSON; give a reduced plan");
  }
  const { success, data, error } = reducedPlan.safeParse(value);
  if (!success) {
    const where = error.issues[0]?.path.join(".") ?? "";
    return unreadable(
      `not a reduced plan of this version${where === "" ? "" : `: its field ${JSON.stringify(where)} is missing or has another form`}`,
    );
  }
  return data.stack === stack
    ? data
    : unreadable(`the plan of another stack, ${JSON.stringify(data.stack)}`);
}
