import { refusalReport } from "../../modules/review-report";
import { hostileTexts } from "../markup/hostile";
import { renderMarkdown } from "../markup/rendered";
import { filledReview } from "./filled-review";
import { reviewOf } from "./review-fields";

const digest = (letter: string): string => letter.repeat(64);

test("names every stack that differs, with both digests, and holds both reviews", () => {
  const text = refusalReport({
    environment: "prod",
    differences: [
      { stack: "prod-eu", reviewed: digest("a"), planned: digest("b") },
      { stack: "prod-us", planned: digest("c") },
    ],
    reviewed: reviewOf({ changes: [{ kind: "gains" }] }),
    planned: reviewOf({ changes: [{ kind: "loses" }] }),
  });
  expect(text).toContain(
    `| \`prod-eu\` | \`${digest("a")}\` | \`${digest("b")}\` |\n| \`prod-us\` | none | \`${digest("c")}\` |`,
  );
  const [, reviewed = "", planned = ""] =
    /# What was reviewed\n([^]*)# What is planned now\n([^]*)/.exec(text) ?? [];
  expect(reviewed).toContain("1 gains access");
  expect(planned).toContain("1 loses access");
});

test("hostile texts change no structure, and it fits a step's summary", () => {
  const of = (texts: readonly string[]): string =>
    refusalReport({
      environment: "prod",
      differences: [{ stack: texts[0] ?? "", planned: digest("c") }],
      reviewed: filledReview(texts),
      planned: filledReview(texts),
    });
  const structure = (text: string): readonly string[] =>
    renderMarkdown(text).elements.filter((name) => name !== "code");
  expect(structure(of(hostileTexts))).toEqual(structure(of(["word"])));
  expect(of(["x".repeat(200_000)]).length).toBeLessThan(1024 * 1024);
});
