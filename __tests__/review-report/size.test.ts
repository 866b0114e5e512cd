import fc from "fast-check";
import type { Review } from "../../modules/review";
import { markdownReport } from "../../modules/review-report";
import { property } from "../support/property";
import { filledReview } from "./filled-review";
import { reviewOf } from "./review-fields";

const longest = 65_000;

/** A review with as many rows, each as long as they are told to be. */
function reviewWith(rows: number, length: number): Review {
  const one = filledReview(["x".repeat(length)]);
  const times = <T>(items: readonly T[]): readonly T[] =>
    Array.from({ length: rows }, () => items).flat();
  return {
    plans: times(one.plans),
    changes: times(one.changes),
    flags: times(one.flags),
    notReviewable: times(one.notReviewable),
    restarts: times(one.restarts),
  };
}

test("fits, whatever a review holds", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 3_000 }),
      (rows, length) => {
        const text = markdownReport({ review: reviewWith(rows, length) });
        expect(text.length).toBeLessThanOrEqual(longest);
      },
    ),
    property(40),
  );
});

test("fits where names are of characters that escaping makes longer", () => {
  const text = markdownReport({
    review: { ...filledReview(["\u202e|".repeat(20_000)]) },
  });
  expect(text.length).toBeLessThanOrEqual(longest);
});

test("leaves documents out first, then routes, then the rows that matter least", () => {
  const document = { title: "trust", after: "x".repeat(66_000) };
  const routes = [
    [{ kind: "role" as const, text: "a-step-of-the-route".repeat(9) }],
  ];
  const change = {
    after: { path: "irsa" as const, role: "r", routes },
    documents: [document],
  };
  const withRoutes = markdownReport({
    review: reviewOf({ changes: [change] }),
  });
  expect(withRoutes).toContain("a-step-of-the-route");
  expect(withRoutes).not.toContain("xxx");

  const many = Array.from({ length: 300 }, () => change);
  const tables = markdownReport({ review: reviewOf({ changes: many }) });
  expect(tables).not.toContain("a-step-of-the-route");
  expect(tables).not.toContain("not shown here");

  const flags = Array.from({ length: 2_000 }, (_, number) => ({
    severity: number === 1_999 ? ("high" as const) : ("low" as const),
    message: `risk number ${number}.`,
  }));
  const cut = markdownReport({ review: reviewOf({ changes: many, flags }) });
  expect(cut).toContain("1 high, 1999 low risks");
  expect(cut).toContain("risk number 1999. (");
  const [, left = ""] = /\*\*(\d+) more risks are not shown/.exec(cut) ?? [];
  expect(cut.match(/^\| (low|\*\*high)/gm)).toHaveLength(2_000 - Number(left));
  expect(cut.length).toBeGreaterThan(longest * 0.9);
});

test("one very long name takes no other row its place", () => {
  const text = markdownReport({
    review: reviewOf({
      changes: [
        { subject: { namespace: "n", serviceAccount: "x".repeat(100_000) } },
        { subject: { namespace: "n", serviceAccount: "other" } },
      ],
    }),
  });
  expect(text).toContain("`n/other`");
  expect(text).toContain("more characters)");
});
