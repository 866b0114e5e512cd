import fc from "fast-check";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  readPlan,
  readReducedPlan,
  writeReducedPlan,
} from "../../modules/review";
import { property } from "../support/property";

const stories = join(__dirname, "stories");

function reduced(story: string): string {
  const plan = readPlan(
    "prod-us",
    readFileSync(join(stories, story, "plan.json"), "utf8"),
  );
  if ("status" in plan) throw new Error(plan.message);
  return writeReducedPlan(plan);
}

test.each(readdirSync(stories))("%s is read as it was kept", (story) => {
  const text = reduced(story);
  const read = readReducedPlan("prod-us", text);
  if ("status" in read) throw new Error(read.message);
  expect(writeReducedPlan(read)).toBe(text);
  expect(digestOf(read)).toMatch(/^[0-9a-f]{64}$/);
});

const example = reduced("irsa-gained");

test.each([
  ["no JSON", "{", "not JSON"],
  ["no object", "[]", "not a reduced plan of this version"],
  ["another version", example.replace('"reduced":1', '"reduced":2'), "reduced"],
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
