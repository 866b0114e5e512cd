import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { commentMarker, markdownReport } from "../../modules/review-report";
import { reviewOf, type ReviewFields } from "./review-fields";

/**
 * A folder for each story: `review.yaml` with what matters of a review, `report.md` with its Markdown, as
 * people read it. `UPDATE_STORIES=1` writes the reports anew: read their diff.
 */
const folder = join(__dirname, "stories");
const stories = readdirSync(folder).sort();

test.each(stories)("%s", (story) => {
  const fields = parse(
    readFileSync(join(folder, story, "review.yaml"), "utf8"),
  ) as ReviewFields;
  const file = join(folder, story, "report.md");
  const text = markdownReport({
    review: reviewOf(fields),
    environment: "prod",
    marker: commentMarker("prod"),
  });
  if (process.env.UPDATE_STORIES === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});
