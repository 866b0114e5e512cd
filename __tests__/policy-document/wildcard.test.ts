import fc from "fast-check";
import {
  wildcardCovers,
  wildcardMatches,
  wildcardsOverlap,
} from "../../modules/policy-document";
import { property } from "../support/property";

/** What the wildcards mean, word for word, and slowly. */
function naiveMatches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern;
  if (first === "") return text === "";
  const remaining = rest.join("");
  if (first === "*")
    return Array.from({ length: text.length + 1 }, (_, index) => index).some(
      (index) => naiveMatches(remaining, text.slice(index)),
    );
  return (
    text !== "" &&
    (first === "?" || first === text[0]) &&
    naiveMatches(remaining, text.slice(1))
  );
}

/** Every text over an alphabet up to a length. */
function textsUpTo(length: number, alphabet: readonly string[]): string[] {
  if (length === 0) return [""];
  const shorter = textsUpTo(length - 1, alphabet);
  return [
    ...new Set([
      ...shorter,
      ...shorter.flatMap((text) => alphabet.map((one) => text + one)),
    ]),
  ];
}

const pattern = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength });

describe("wildcardMatches", () => {
  it.each([
    ["a text without wildcards", "reader", "reader", true],
    ["no other text", "reader", "readers", false],
    ["any run for *", "reader-*", "reader-", true],
    ["exactly one character for ?", "reader-?", "reader-", false],
    ["case", "Reader", "reader", false],
    ["the whole text, not a part", "ead", "reader", false],
    ["several stars", "a*b*c", "a-b-b-c", true],
    ["everything for * alone", "*", "", true],
    ["nothing for the empty pattern", "", "a", false],
    ["a star in the text as itself", "a*", "a*", true],
    ["a regular expression's characters as themselves", "a.c+", "abcc", false],
  ])("compares %s", (_, one, text, expected) => {
    expect(wildcardMatches(one, text)).toBe(expected);
  });

  it("agrees with the definition", () => {
    fc.assert(
      fc.property(
        pattern(6),
        fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 }),
        (one, text) => {
          expect(wildcardMatches(one, text)).toBe(naiveMatches(one, text));
        },
      ),
      property(5000),
    );
  });

  it("answers at once for a pattern that backtracks", () => {
    const started = performance.now();
    expect(wildcardMatches("*a".repeat(100), "a".repeat(5000) + "b")).toBe(
      false,
    );
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("wildcardCovers", () => {
  it.each([
    ["a pattern by itself", "a?*", "a?*"],
    ["a text by a pattern that matches it", "reader-*", "reader-a"],
    ["a pattern by a wider one", "reader-*", "reader-a*"],
    ["one character by any run", "a*", "a?"],
    ["one character by one character", "a?", "a?"],
    ["any run by everything", "*", "*a*"],
  ])("covers %s", (_, general, special) => {
    expect(wildcardCovers(general, special)).toBe(true);
  });

  it.each([
    ["a wider pattern", "reader-a*", "reader-*"],
    ["any run by one character", "?", "*"],
    ["any run beside one character", "a?", "a*"],
    ["one character by a text", "a", "?"],
    ["case", "Reader-*", "reader-a"],
  ])("doesn't cover %s", (_, general, special) => {
    expect(wildcardCovers(general, special)).toBe(false);
  });

  it("covers nothing that it doesn't match", () => {
    const texts = textsUpTo(6, ["a", "b"]);
    fc.assert(
      fc.property(pattern(4), pattern(4), (general, special) => {
        fc.pre(wildcardCovers(general, special));
        expect(
          texts.filter(
            (text) =>
              wildcardMatches(special, text) && !wildcardMatches(general, text),
          ),
        ).toEqual([]);
      }),
      property(500),
    );
  });
});

describe("wildcardsOverlap", () => {
  it.each([
    ["the same name", "a", "a", true],
    ["two names", "a", "b", false],
    ["a name and a pattern that matches it", "reader-*", "reader-a", true],
    ["a name and a pattern that doesn't", "reader-*", "writer-a", false],
    ["patterns that share a text", "a*", "*b", true],
    ["patterns that share none", "a*", "b*", false],
    ["patterns of different fixed lengths", "??", "???", false],
    ["a pattern and nothing", "*", "", true],
  ])("sees whether %s share a text", (_, left, right, expected) => {
    expect(wildcardsOverlap(left, right)).toBe(expected);
    expect(wildcardsOverlap(right, left)).toBe(expected);
  });

  it("agrees with trying every text", () => {
    // Where two patterns of at most 4 characters share a text, they share one of at most 8.
    const texts = textsUpTo(8, ["a", "b"]);
    fc.assert(
      fc.property(pattern(4), pattern(4), (left, right) => {
        expect(wildcardsOverlap(left, right)).toBe(
          texts.some(
            (text) =>
              wildcardMatches(left, text) && wildcardMatches(right, text),
          ),
        );
      }),
      property(1500),
    );
  });
});
