import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Review } from "../../modules/review";
import { htmlReport } from "../../modules/review-report";
import { chromium, withPage } from "../support/browser";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { hostileTexts } from "../markup/hostile";
import { filledReview } from "./filled-review";
import { reviewOf } from "./review-fields";

const views = [
  { width: 1400, colorScheme: "light" },
  { width: 1400, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
] as const;

function fileOf(review: Review): string {
  const file = join(temporaryFolder(), "review.html");
  writeFileSync(file, htmlReport({ review, environment: "prod" }));
  return file;
}

const example = filledReview([
  "arn:aws:iam::111122223333:role/workloads/prod-us-echo",
  "echo",
  "a sentence of some words that has to be broken where a page is narrow",
]);

for (const view of views)
  itNeeds(
    [chromium],
    `the page is accessible and not wider than its window: ${view.width} ${view.colorScheme}`,
    async () => {
      await withPage(fileOf(example), view, async (open) => {
        await open.page.locator("details").evaluateAll((all) => {
          for (const one of all) one.setAttribute("open", "");
        });
        expect(await open.accessibility()).toEqual([]);
        expect(await overflow(open.page)).toBe(0);
        expect(open.complaints).toEqual([]);
        expect(open.requests).toEqual([]);
      });
    },
  );

itNeeds(
  [chromium],
  "hostile texts run nothing, load nothing and stay in the window",
  async () => {
    await withPage(
      fileOf(filledReview([...hostileTexts, "x".repeat(2_000)])),
      { width: 360, colorScheme: "light" },
      async ({ page, complaints, requests }) => {
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        expect(await overflow(page)).toBe(0);
      },
    );
  },
);

itNeeds(
  [chromium],
  "the policy of the page stops a script and an image that got in",
  async () => {
    const file = join(temporaryFolder(), "review.html");
    writeFileSync(
      file,
      htmlReport({ review: example }).replace(
        "</main>",
        '<script>document.title = "ran"</script><img src="http://127.0.0.1:9/x.png" alt=""></main>',
      ),
    );
    await withPage(file, views[0], async ({ page, complaints }) => {
      expect(await page.title()).toBe("Identity review");
      expect(complaints.join("\n")).toMatch(/script.*Content Security Policy/s);
      expect(complaints.join("\n")).toMatch(/image.*Content Security Policy/s);
    });
  },
);

itNeeds(
  [chromium],
  "of 2,000 workloads each is there, is found by its name, and is printed with its documents",
  async () => {
    const changes = Array.from({ length: 2_000 }, (_, number) => ({
      subject: { namespace: "n", serviceAccount: `workload-${number}` },
      added: [{}],
      documents: [{ title: "trust", after: "{}" }],
    }));
    await withPage(
      fileOf(reviewOf({ changes })),
      views[0],
      async ({ page }) => {
        expect(await page.locator("article").count()).toBe(2_000);
        const last = page.getByText("n/workload-1999", { exact: true });
        await last.scrollIntoViewIfNeeded();
        expect(await last.isVisible()).toBe(true);
        const document = page.locator("pre").first();
        expect(await document.isVisible()).toBe(false);
        await page.emulateMedia({ media: "print" });
        expect(await document.isVisible()).toBe(true);
      },
    );
  },
);

test("a change says what differs beside the grants", () => {
  const page = htmlReport({
    review: reviewOf({
      changes: [
        {
          kind: "changes",
          changedParts: ["permissions boundary", "session policy"],
        },
      ],
    }),
  });
  expect(page).toContain(
    "<p>different: permissions boundary, session policy</p>",
  );
  expect(htmlReport({ review: reviewOf({ changes: [{}] }) })).not.toContain(
    "different:",
  );
});

/** Pixels by which the page is wider than its window. */
async function overflow(page: {
  readonly evaluate: (script: string) => Promise<unknown>;
}): Promise<unknown> {
  return page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}
