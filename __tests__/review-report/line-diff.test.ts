import fc from "fast-check";
import { diffLines } from "../../modules/review-report/line-diff";
import { property } from "../support/property";

function written(before: string, after: string): string {
  return (diffLines(before, after) ?? [])
    .map(({ mark, line }) => `${mark}${line}`)
    .join("\n");
}

test("shows what goes before what comes, and keeps what is in both", () => {
  expect(written("a\nb\nc\nd", "a\nx\nc\ny\nd")).toBe(" a\n-b\n+x\n c\n+y\n d");
});

const text = fc
  .array(fc.constantFrom("a", "b", "c", ""), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join("\n"));

test("gives both texts back, and no more changes than a change of everything but the common lines", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after) ?? [];
      const without = (mark: string): string =>
        lines
          .filter((one) => one.mark !== mark)
          .map(({ line }) => line)
          .join("\n");
      expect(without("+")).toBe(before);
      expect(without("-")).toBe(after);
      expect(lines.some(({ mark }) => mark !== " ")).toBe(before !== after);
      // No line is taken away and put back in the same place.
      const kept = lines.filter(({ mark }) => mark === " ").length;
      expect(kept).toBe(longestCommon(before.split("\n"), after.split("\n")));
    }),
    property(500),
  );
});

test("does not compare texts that are too long", () => {
  expect(diffLines("a\n".repeat(600), "b")).toBeUndefined();
});

/** By trying every subsequence of the shorter kind: slow, and plainly right. */
function longestCommon(
  left: readonly string[],
  right: readonly string[],
): number {
  const [first, ...rest] = left;
  if (first === undefined || right.length === 0) return 0;
  const at = right.indexOf(first);
  const without = longestCommon(rest, right);
  return at < 0
    ? without
    : Math.max(without, 1 + longestCommon(rest, right.slice(at + 1)));
}
