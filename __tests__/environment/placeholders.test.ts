import fc from "fast-check";
import {
  placeholdersOn,
  placeholderWords,
  replacePlaceholders,
} from "../../modules/environment/resolve/placeholders";

const values = placeholdersOn("prod", {
  key: "us",
  account: "111122223333",
  region: "us-east-1",
  partition: "aws",
});

const replace = (text: string) => replacePlaceholders(text, values);

const seed = { seed: 20240229, numRuns: 500 };
const word = fc.constantFrom(...placeholderWords);
/** Text in which a brace or `$` or `%` is likely. */
const braced = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "{",
        "}",
        "{{",
        "}}",
        "$",
        "%",
        "${",
        "%{",
        "a",
        "é",
        "\n",
      ),
      word.map((one) => `{${one}}`),
    ),
  )
  .map((parts) => parts.join(""));

describe("a placeholder", () => {
  test.each([
    ["{environment}", "prod"],
    ["{cluster}", "us"],
    ["{account}", "111122223333"],
    ["{region}", "us-east-1"],
    ["{partition}", "aws"],
    [
      "arn:{partition}:s3:::a-{environment}-{cluster}/*",
      "arn:aws:s3:::a-prod-us/*",
    ],
    ["{environment}{environment}", "prodprod"],
  ])("%s becomes %s", (text, expected) => {
    expect(replace(text)).toEqual({
      text: expected,
      unknown: [],
      hasLoneBrace: false,
    });
  });

  test.each([
    ["${aws:PrincipalTag/team}"],
    ["${environment}"],
    ["%{environment}"],
    ["$${environment}"],
    ["${environment"],
    ["${*}${?}${$}"],
    ["${aws:PrincipalTag/team, 'none'}"],
    ["%{if}a%{endif}"],
    ["arn:aws:s3:::*-?/*"],
  ])("%s stays as it is", (text) => {
    expect(replace(text)).toEqual({ text, unknown: [], hasLoneBrace: false });
  });

  test.each([
    ["{Environment}"],
    ["{environment"],
    ["environment}"],
    ["{environment-name}"],
    ["{ environment }"],
    ["{}"],
    ["{"],
    ["}"],
    ["a}b"],
    ['{"a":1}'],
    ["${a}}"],
    ["${a{{environment}}"],
  ])("a brace stands alone in %s, which stays as it is", (text) => {
    expect(replace(text)).toEqual({ text, unknown: [], hasLoneBrace: true });
  });

  test.each([
    ["{{{environment}", "{prod", false],
    ["{environment}}", "prod}", true],
    ["{{environment}", "{environment}", true],
    ["}}}", "}}", true],
  ])("braces are read from the left: %s", (text, expected, hasLoneBrace) => {
    expect(replace(text)).toEqual({
      text: expected,
      unknown: [],
      hasLoneBrace,
    });
  });

  test.each([
    ["{{environment}}", "{environment}"],
    ["{{{environment}}}", "{prod}"],
    ["{{", "{"],
    ["}}", "}"],
    ["${a}{environment}", "${a}prod"],
  ])("braces: %s becomes %s", (text, expected) => {
    expect(replace(text)).toEqual({
      text: expected,
      unknown: [],
      hasLoneBrace: false,
    });
  });

  test.each(["constructor", "tostring", "env", "proto"])(
    "{%s} is unknown and stays",
    (one) => {
      expect(replace(`{${one}}`)).toEqual({
        text: `{${one}}`,
        unknown: [one],
        hasLoneBrace: false,
      });
    },
  );

  test("every unknown word is named", () => {
    expect(replace("{a}{environment}{b}{a}").unknown).toEqual(["a", "b", "a"]);
  });
});

describe("for every text", () => {
  test("text without braces stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[{}]/.test(text)),
        (text) => {
          expect(replace(text)).toEqual({
            text,
            unknown: [],
            hasLoneBrace: false,
          });
        },
      ),
      seed,
    );
  });

  test("doubled braces give the text back", () => {
    fc.assert(
      fc.property(
        braced.filter((text) => !/[$%]/.test(text)),
        (text) => {
          const doubled = text.replace(/[{}]/g, "$&$&");
          expect(replace(doubled)).toEqual({
            text,
            unknown: [],
            hasLoneBrace: false,
          });
        },
      ),
      seed,
    );
  });

  test("what a variable opens is left alone up to its closing brace", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("$", "%"),
        braced.map((text) => text.replaceAll("}", "")),
        (sign, inside) => {
          const text = `${sign}{${inside}}`;
          expect(replace(text)).toEqual({
            text,
            unknown: [],
            hasLoneBrace: false,
          });
        },
      ),
      seed,
    );
  });

  test("an inserted value is not looked at again", () => {
    fc.assert(
      fc.property(word, braced, (one, value) => {
        const inserted = replacePlaceholders(`{${one}}`, {
          ...values,
          [one]: value,
        });
        expect(inserted).toEqual({
          text: value,
          unknown: [],
          hasLoneBrace: false,
        });
      }),
      seed,
    );
  });

  test("only the five words are ever replaced", () => {
    fc.assert(
      fc.property(
        fc
          .stringMatching(/^[a-z]+$/)
          .filter((one) => !Object.hasOwn(values, one)),
        (one) => {
          expect(replace(`{${one}}`)).toEqual({
            text: `{${one}}`,
            unknown: [one],
            hasLoneBrace: false,
          });
        },
      ),
      seed,
    );
  });
});
