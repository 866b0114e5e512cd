import fc from "fast-check";
import { jsonencode } from "../../modules/terraform-text";
import { property } from "../support/property";

describe("jsonencode", () => {
  it.each<[string, object, string]>([
    [
      "sorts keys at every level",
      { b: 1, a: { d: 2, c: 3 } },
      '{"a":{"c":3,"d":2},"b":1}',
    ],
    ["keeps the order of lists", ["b", "a"], '["b","a"]'],
    [
      "sorts keys that are numbers as text",
      { 9: "a", 10: "b", "-": "c" },
      '{"-":"c","10":"b","9":"a"}',
    ],
    [
      "sorts keys by their bytes in UTF-8",
      { "\u{1F389}": 1, "\uFF5E": 2 },
      '{"\uFF5E":2,"\u{1F389}":1}',
    ],
    [
      "writes <, > and & as Terraform does",
      ["<a&b>"],
      '["\\u003ca\\u0026b\\u003e"]',
    ],
    [
      "writes line separators as Terraform does",
      ["\u2028\u2029"],
      '["\\u2028\\u2029"]',
    ],
    ["escapes quotes, backslashes and newlines", ['a"\\\n'], '["a\\"\\\\\\n"]'],
    ["keeps other characters", ["é日本🎉"], '["é日本🎉"]'],
    [
      "keeps templates, which are not its business",
      ["${x}%{y}"],
      '["${x}%{y}"]',
    ],
    ["leaves out what is undefined", { a: undefined, b: null }, '{"b":null}'],
    ["writes the empty", { a: [], b: {}, c: "" }, '{"a":[],"b":{},"c":""}'],
    [
      "writes booleans and numbers",
      [true, false, 0, -1.5],
      "[true,false,0,-1.5]",
    ],
    [
      "keeps a key called __proto__",
      JSON.parse('{"__proto__":{"a":1}}') as object,
      '{"__proto__":{"a":1}}',
    ],
  ])("%s", (_, value, expected) => {
    expect(jsonencode(value)).toBe(expected);
  });

  it("means the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonencode([value]))).toEqual(
          JSON.parse(JSON.stringify([value])),
        );
      }),
      property(1000),
    );
  });

  it("gives one text for one value, however its keys are ordered", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ maxLength: 3 }), fc.nat()), {
          selector: ([key]) => key,
          maxLength: 6,
        }),
        (entries) => {
          expect(jsonencode(Object.fromEntries(entries.toReversed()))).toBe(
            jsonencode(Object.fromEntries(entries)),
          );
        },
      ),
      property(1000),
    );
  });

  it("holds no white space outside of texts", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const withoutTexts = jsonencode([value]).replace(
          /"(\\.|[^"\\])*"/g,
          "",
        );
        expect(withoutTexts).not.toMatch(/\s/);
      }),
      property(500),
    );
  });
});
