import fc from "fast-check";
import {
  codeSpan,
  escapeHtml,
  escapeMarkdown,
  markdownTable,
  visibleText,
} from "../../modules/markup";
import { property } from "../support/property";
import { hostile, hostileTexts } from "./hostile";
import { renderHtml, renderMarkdown } from "./rendered";

describe.each([
  ["codeSpan", codeSpan],
  ["escapeMarkdown", escapeMarkdown],
])("%s", (_, escape) => {
  const holds = (text: string): void => {
    const { elements, comments, cells, outsideCode } = renderMarkdown(
      markdownTable(["a", "b"], [[escape(text), "after"]]),
    );
    expect(elements.filter((name) => name !== "code")).toEqual([
      "table",
      "thead",
      "tr",
      "th",
      "th",
      "tbody",
      "tr",
      "td",
      "td",
    ]);
    expect(comments).toBe(0);
    expect(cells.map(unspaced)).toEqual([unspaced(visibleText(text)), "after"]);
    // GitHub looks for mentions and the like in this.
    expect(outsideCode).toMatch(/^[\p{Script=Latin}\s.,;:'|]*$/u);
    expect(outsideCode).not.toMatch(/\b(?=\w*\d)[0-9a-f]{7,40}\b/i);
  };

  test.each(hostileTexts)("keeps %j as text in a table", holds);

  test("keeps any text as text in a table", () => {
    fc.assert(fc.property(hostile, holds), property(3000));
  });

  test("keeps any text as text in a line", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const { elements, text } = renderMarkdown(
          `Says: ${escape(one)} and ${escape(other)}`,
        );
        expect(elements.filter((name) => name !== "code")).toEqual(["p"]);
        expect(unspaced(text)).toBe(
          unspaced(`Says: ${visibleText(one)} and ${visibleText(other)}`),
        );
      }),
      property(3000),
    );
  });
});

test("codeSpan keeps spaces and backticks to the character", () => {
  expect(
    renderMarkdown(`x ${codeSpan(" a ")} ${codeSpan("`b")} ${codeSpan("``")} x`)
      .text,
  ).toBe("x  a  `b `` x\n");
});

test("escapeMarkdown leaves plain sentences as they are", () => {
  expect(
    escapeMarkdown("Reads the reports, für Zürich; asked by @team now."),
  ).toBe("Reads the reports, für Zürich; asked by `@team` now.");
});

test("escapeMarkdown leaves contractions and a colon behind a word, and no emoji", () => {
  expect(escapeMarkdown("it isn't: so :tada: x'defaced")).toBe(
    "it isn't: so `:tada: x'defaced`",
  );
});

test("escapeMarkdown takes no word that is a commit's hash for a word", () => {
  expect(escapeMarkdown("see defaced, decaf")).toBe("see `defaced,` decaf");
  expect(escapeMarkdown("defaced's effaced:")).toBe("`defaced's effaced:`");
});

describe("escapeHtml", () => {
  const holds = (text: string): void => {
    const inText = renderHtml(`<p>${escapeHtml(text)}</p>`);
    expect(inText.elements).toEqual(["p"]);
    expect(inText.comments).toBe(0);
    expect(inText.text).toBe(visibleText(text));
    for (const quote of ['"', "'"])
      expect(
        renderHtml(`<p title=${quote}${escapeHtml(text)}${quote}>x</p>`),
      ).toMatchObject({ elements: ["p"], text: "x" });
  };

  test.each(hostileTexts)("keeps %j as text", holds);

  test("keeps any text as text", () => {
    fc.assert(fc.property(hostile, holds), property(3000));
  });
});

describe("visibleText", () => {
  test("shows what can't be seen, and keeps what can", () => {
    expect(visibleText("ü \u202eab\u00a0\n\u3164\ud800 漢 🎉")).toBe(
      "ü \\u{202E}ab\\u{A0}\\u{A}\\u{3164}\\u{D800} 漢 🎉",
    );
  });

  test("can't be forged: it can be undone", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const undone = visibleText(text).replace(
          /\\u\{([0-9A-F]+)\}/g,
          (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)),
        );
        expect(undone).toBe(text);
      }),
      property(3000),
    );
  });
});

test.each([[["a"]], [["a", "b|c"]], [["a", "b\nc"]]])(
  "markdownTable refuses the row %j",
  (row) => {
    expect(() => markdownTable(["x", "y"], [row])).toThrow(
      /^not a row of this table/,
    );
  },
);

/** Renderers fold spaces between words, and take them away at a cell's ends. */
function unspaced(text: string): string {
  return text.replace(/\s+/g, "");
}
