import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonReport, jsonReportJsonSchema } from "../../modules/review-report";
import { filledReview } from "./filled-review";
import { reviewOf } from "./review-fields";

const published = readFileSync(
  join(__dirname, "../../docs/review.schema.json"),
  "utf8",
);
const validate = new Ajv().compile(JSON.parse(published) as object);

test("docs/review.schema.json is fresh: npm run generate changes nothing", () => {
  expect(published).toBe(jsonReportJsonSchema());
});

test.each([
  ["empty", reviewOf({})],
  ["full", filledReview(["a", "b"])],
])("a report of an %s review has the published form", (_, review) => {
  const digests = new Map([["prod-us", "0".repeat(64)]]);
  const text = jsonReport({ review, environment: "prod", digests });
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
});

test.each([
  ["another version", { version: 2 }],
  ["an unknown field", { more: 1 }],
  ["no review", { review: undefined }],
])("the published form refuses %s", (_, change) => {
  const report = JSON.parse(jsonReport({ review: reviewOf({}) })) as object;
  expect(validate(JSON.parse(JSON.stringify({ ...report, ...change })))).toBe(
    false,
  );
});
