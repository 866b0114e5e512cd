import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan, reviewPlans } from "../../modules/review";
import { markdownReport } from "../../modules/review-report";
import { repository } from "../support/project-folder";

const planOf = (stack: string, story: string) =>
  readPlan(
    stack,
    readFileSync(
      join(repository, "__tests__/review/stories", story, "plan.json"),
      "utf8",
    ),
  );

test.each(["README.md", "docs/review.md"])(
  "the example of %s is what a review of two plans writes",
  async (file) => {
    const text = readFileSync(join(repository, file), "utf8");
    const [, block = ""] =
      /<!-- example: review -->\n\n```\n([^]*?)\n```\n/.exec(text) ?? [];
    const report = markdownReport({
      review: await reviewPlans({
        plans: [
          planOf("prod-us", "inline-policy-widened"),
          planOf("prod-eu", "statements-reordered"),
        ],
      }),
    });
    const lines = report.split("\n");
    expect(block.split("\n").length).toBeGreaterThan(4);
    for (const line of block.split("\n")) expect(lines).toContain(line);
  },
);
