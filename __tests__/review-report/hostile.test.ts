import fc from "fast-check";
import {
  commentMarker,
  htmlReport,
  jsonReport,
  markdownReport,
} from "../../modules/review-report";
import { hostile, hostileTexts } from "../markup/hostile";
import { renderHtml, renderMarkdown } from "../markup/rendered";
import { property } from "../support/property";
import { filledReview } from "./filled-review";
import { reviewOf } from "./review-fields";

const marker = commentMarker("prod");
const markdownOf = (texts: readonly string[]): string =>
  markdownReport({ review: filledReview(texts), marker, environment: "prod" });
const htmlOf = (texts: readonly string[]): string =>
  htmlReport({ review: filledReview(texts), environment: "prod" });

/** Elements without code, which a text may split. */
const structure = (elements: readonly string[]): readonly string[] =>
  elements.filter((name) => name !== "code");

const texts = fc.array(hostile, { minLength: 1, maxLength: 7 });
const plain = ["word"];

describe("Markdown", () => {
  const expected = renderMarkdown(markdownOf(plain));

  const holds = (hostiles: readonly string[]): void => {
    const text = markdownOf(hostiles);
    const { elements, comments, outsideCode } = renderMarkdown(text);
    expect(structure(elements)).toEqual(structure(expected.elements));
    expect(comments).toBe(1);
    expect(text.indexOf(marker)).toBe(0);
    expect(outsideCode).not.toMatch(/@\w|#\d|GH-\d|https?:|www\.|\w@\w|:\w+:/i);
    expect(outsideCode).not.toMatch(/\b(?=\w*\d)[0-9a-f]{7,40}\b/i);
    // Only the line feed may be here of what can't be seen.
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  };

  test.each(hostileTexts)("%j in every field changes no structure", (text) => {
    holds([text]);
  });
  test("no text changes the structure", () => {
    fc.assert(fc.property(texts, holds), property(200));
  });
});

describe("HTML", () => {
  const expected = renderHtml(htmlOf(plain)).elements;

  const holds = (hostiles: readonly string[]): void => {
    const { elements, comments } = renderHtml(htmlOf(hostiles));
    expect(elements).toEqual(expected);
    expect(comments).toBe(0);
  };

  test.each(hostileTexts)("%j in every field changes no structure", (text) => {
    holds([text]);
  });
  test("no text changes the structure", () => {
    fc.assert(fc.property(texts, holds), property(200));
  });

  test("no address but an https one becomes a link", () => {
    const html = htmlReport({
      review: reviewOf({ flags: [{ link: "javascript:alert(1)" }] }),
    });
    expect(renderHtml(html).elements).not.toContain("a");
  });
});

test("JSON keeps every text as it is", () => {
  fc.assert(
    fc.property(texts, (hostiles) => {
      const review = filledReview(hostiles);
      expect(JSON.parse(jsonReport({ review }))).toMatchObject({ review });
    }),
    property(200),
  );
});

test.each(["", "a b", "a\nb", "-->", "Prod", "a>"])(
  "no marker is made of %j",
  (name) => {
    expect(() => commentMarker(name)).toThrow(RangeError);
  },
);
