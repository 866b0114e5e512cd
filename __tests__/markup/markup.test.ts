import fc from "fast-check";
import {
  codeSpan,
  escapeHtml,
  escapeMarkdown,
  markdownTable,
  visibleText,
} from "../../modules/markup";
import { property } from "../support/property";
import { githubReferences } from "./github-references";
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
    expect(outsideCode).toMatch(/^[\p{Script=Latin}\d\s.,;:()'"!?…|-]*$/u);
    expect(githubReferences(outsideCode)).toEqual([]);
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

describe.each([
  ["codeSpan", codeSpan],
  ["escapeMarkdown", escapeMarkdown],
])("%s begins no block", (_, escape) => {
  const holds = (text: string): void => {
    const line = escape(text);
    fc.pre(line !== "");
    const kinds = (markdown: string): readonly string[] =>
      renderMarkdown(markdown).elements.filter((name) => name !== "code");
    expect(kinds(line)).toEqual(["p"]);
    expect(kinds(`${line}. After.`)).toEqual(["p"]);
    expect(kinds(`before\n${line}\nafter`)).toEqual(["p"]);
    expect(kinds(`- ${line}\n`)).toEqual(["ul", "li"]);
    expect(unspaced(renderMarkdown(line).text)).toBe(
      unspaced(visibleText(text)),
    );
  };

  test.each(hostileTexts)("with %j", holds);

  test("with any text", () => {
    fc.assert(fc.property(hostile, holds), property(1000));
  });
});

test("codeSpan keeps spaces and backticks to the character", () => {
  expect(
    renderMarkdown(`x ${codeSpan(" a ")} ${codeSpan("`b")} ${codeSpan("``")} x`)
      .text,
  ).toBe("x  a  `b `` x\n");
});

describe("escapeMarkdown", () => {
  test.each([
    ["Reads the reports, für Zürich; asked by now."],
    ["it isn't: so be it"],
    ["other teams' data, and the team's; (a pattern)"],
    ["AWS-managed policies are read-only"],
    ["Really? Yes! 'Well', he said (\"never\")."],
    ["a, b and 4 more; 123456 of 7."],
    ["cut off… (25 more characters)"],
    ["yes : no ..."],
    ["decaf, decade-faced"],
  ])("leaves %j as it is", (text) => {
    expect(escapeMarkdown(text)).toBe(text);
  });

  test.each([
    ["asked by @team now.", "asked by `@team` now."],
    [
      "trusts a/b, c/d: (e/f); 'g/h'.",
      "trusts `a/b`, `c/d`: (`e/f`); '`g/h`'.",
    ],
    [
      "may do iam:PassRole on *, iam:AddUserToGroup on * and 4 more",
      "may do `iam:PassRole` on `*`, `iam:AddUserToGroup` on `*` and 4 more",
    ],
    [
      "session tags eks-cluster-arn, x/y and z",
      "session tags eks-cluster-arn, `x/y` and z",
    ],
    ["run it with -json <plan file>.", "run it with `-json <plan file>`."],
    ["an account of 2,048 at 1.10", "an account of `2,048` at `1.10`"],
    ["(漢字)", "(`漢字`)"],
  ])("writes what is no word of %j as code", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });

  test.each([
    ['jsonencode("a"), f(x).', '`jsonencode("a")`, `f(x)`.'],
    ['("a"="b", "c"}', '("`a"="b`", `"c"}`'],
    ['module.a["b"]: (f(x))', '`module.a["b"]`: (`f(x)`)'],
  ])("keeps pairs of brackets and quotes of %j together", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });

  test("keeps a wildcard of one character in its ARN", () => {
    expect(escapeMarkdown("on secret:db-??????, or")).toBe(
      "on `secret:db-??????`, or",
    );
  });

  test.each([
    ["so (:tada:), x'y", "so (`:tada:`), `x'y`"],
    ["see defaced, decaf", "see `defaced`, decaf"],
    ["defaced's effaced:", "`defaced's effaced`:"],
    ["(0123456) 'abc1234'", "(`0123456`) '`abc1234`'"],
    [
      '"1234567": defaced-up, re-effaced',
      '"`1234567`": `defaced-up`, `re-effaced`',
    ],
    ["GH-1 (GH-2), KEY-3.", "`GH-1` (`GH-2`), `KEY-3`."],
    ["GHSA-cfgh-jmpq-rvwx", "`GHSA-cfgh-jmpq-rvwx`"],
    [
      "(#1) owner/repo#1! www.example.com",
      "(`#1`) `owner/repo#1`! `www.example.com`",
    ],
  ])("leaves GitHub nothing to link in %j", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });

  test.each([
    ["1. one, 2. two", "`1`. one, 2. two"],
    ["1) one", "`1`) one"],
    [" 12. one", "` 12`. one"],
    ["12", "`12`"],
    ["12 of them", "12 of them"],
    ["- one", "`-` one"],
  ])("begins no list with %j", (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });
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
