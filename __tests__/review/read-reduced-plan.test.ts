import fc from "fast-check";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  isReduced,
  readPlan,
  readReducedPlan,
  reviewPlans,
  writeReducedPlan,
} from "../../modules/review";
import { property } from "../support/property";

const stories = join(__dirname, "stories");

function reduced(story: string): string {
  const plan = readPlan(
    "prod-us",
    readFileSync(join(stories, story, "plan.json"), "utf8"),
  );
  if (!isReduced(plan)) throw new Error(plan.message);
  return writeReducedPlan(plan);
}

test.each(readdirSync(stories))("%s is read as it was kept", (story) => {
  const text = reduced(story);
  const read = readReducedPlan("prod-us", text);
  if (!isReduced(read)) throw new Error(read.message);
  expect(writeReducedPlan(read)).toBe(text);
  expect(digestOf(read)).toMatch(/^[0-9a-f]{64}$/);
});

const example = reduced("irsa-gained");

test.each([
  ["no JSON", "{", "not JSON"],
  ["no object", "[]", "not a reduced plan of this version"],
  [
    "another version",
    example.replace('"reduced":1', '"reduced":2'),
    'not a reduced plan of this version: its field "reduced" is missing or has another form',
  ],
  [
    "an unknown field",
    example.replace("{", '{"more":1,'),
    "not a reduced plan",
  ],
  [
    "an unknown action",
    example.replace('"action":"create"', '"action":"x"'),
    "action",
  ],
  [
    "a resource that is none",
    example.replace('"resources":[', '"resources":["x",'),
    "resources.0",
  ],
])("%s is unreadable, and says why", (_, text, message) => {
  expect(readReducedPlan("prod-us", text)).toEqual({
    stack: "prod-us",
    status: "unreadable",
    message: expect.stringContaining(message) as string,
  });
});

test("a plan of another stack is unreadable: it can't pass for this one's", () => {
  expect(readReducedPlan("prod-eu", example)).toMatchObject({
    status: "unreadable",
    message: 'the plan of another stack, "prod-us"',
  });
});

test("never throws, and never takes what was cut or changed for a whole plan of other content", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: example.length - 2 }),
      fc.string({ unit: "binary", maxLength: 3 }),
      (at, put) => {
        const cut = readReducedPlan("prod-us", example.slice(0, at));
        expect(cut).toHaveProperty("status", "unreadable");
        readReducedPlan(
          "prod-us",
          example.slice(0, at) + put + example.slice(at),
        );
      },
    ),
    property(300),
  );
});

test("one whose values somebody changed is refused or reviewed, and ends nothing", async () => {
  const values: readonly unknown[] = [
    null,
    "x",
    "",
    1,
    true,
    [],
    ["a"],
    {},
    { constructor: 1 },
  ];
  let reviewed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...readdirSync(stories).map(reduced)),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...values)), {
        minLength: 1,
        maxLength: 3,
      }),
      async (text, changes) => {
        const plan = JSON.parse(text) as { readonly resources: unknown };
        const places = placesIn(plan.resources);
        for (const [number, value] of changes) {
          const [holder, key] = places[number % places.length] ?? [{}, ""];
          Reflect.set(holder, key, value);
        }
        const read = readReducedPlan("prod-us", JSON.stringify(plan));
        if (isReduced(read)) reviewed++;
        const { plans, notReviewable } = await reviewPlans({ plans: [read] });
        expect(plans).toHaveLength(1);
        if (!isReduced(read)) expect(notReviewable).not.toEqual([]);
      },
    ),
    property(400),
  );
  expect(reviewed).toBeGreaterThan(20);
});

/** Every field and item below a value. */
function placesIn(value: unknown): readonly (readonly [object, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [value, key] as const,
    ...placesIn(inner),
  ]);
}
