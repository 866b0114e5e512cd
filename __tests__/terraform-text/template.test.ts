import fc from "fast-check";
import { template, templateMap } from "../../modules/terraform-text";
import { property } from "../support/property";
import { readTemplate } from "../support/read-template";

/** Text with many of the characters that open or close a template. */
const templateLike = fc.string({
  unit: fc.constantFrom("$", "%", "{", "}", "a", '"', "\\", "\n", "é", "~"),
  maxLength: 24,
});

describe("template", () => {
  it.each([
    ["nothing special", "plain text", "plain text"],
    ["an interpolation", "${var.x}", "$${var.x}"],
    ["a directive", "%{ if true }", "%%{ if true }"],
    ["an escaped interpolation", "$${x}", "$$${x}"],
    ["an escaped directive", "%%{x}", "%%%{x}"],
    ["dollars and per cent signs alone", "$$ 5% $x", "$$ 5% $x"],
    ["every interpolation", "${a}${b}", "$${a}$${b}"],
    ["an IAM variable", "${aws:PrincipalTag/x}", "$${aws:PrincipalTag/x}"],
    ["quotes, backslashes and newlines", 'a"b\\c\nd', 'a"b\\c\nd'],
    ["nothing", "", ""],
  ])("escapes %s", (_, text, expected) => {
    expect(template(text)).toBe(expected);
  });

  it("is read back unchanged, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(templateLike, fc.string({ unit: "grapheme" })),
        (text) => {
          expect(readTemplate(template(text))).toBe(text);
        },
      ),
      property(2000),
    );
  });

  it("leaves an expression of cdktf as it is", () => {
    expect(template("${TfToken[TOKEN.3]}/x")).toBe("${TfToken[TOKEN.3]}/x");
  });
});

describe("templateMap", () => {
  it("escapes keys and values, in the order of the keys", () => {
    expect(
      Object.entries(templateMap({ "b${x}": "1%{y}", a: "2" }) ?? {}),
    ).toEqual([
      ["a", "2"],
      ["b$${x}", "1%%{y}"],
    ]);
  });

  it.each([
    ["an empty map", {}],
    ["no map", undefined],
  ])("gives nothing for %s", (_, map) => {
    expect(templateMap(map)).toBeUndefined();
  });

  it("keeps keys that every object has", () => {
    expect(
      Object.entries(
        templateMap({ constructor: "a", toString: "b", hasOwnProperty: "c" }) ??
          {},
      ),
    ).toEqual([
      ["constructor", "a"],
      ["hasOwnProperty", "c"],
      ["toString", "b"],
    ]);
  });
});
