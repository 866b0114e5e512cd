import { readDocument } from "../../modules/environment/source/document";
import type { Path } from "../../modules/environment/fault";

function at(text: string, path: Path, key?: "key"): string {
  const document = readDocument("environments/prod.yaml", Buffer.from(text));
  const { line, column } = document.place({
    path,
    ...(key && { at: key }),
    rule: "r",
    fix: "f",
  });
  return `${line}:${column}`;
}

const text = `# comment
a:
  b: 1
  list:
    - x
    - { y: [p, q] }
  empty:
shared: &s
  k: v
use: *s
`;

describe("the place of a path", () => {
  test.each<[string, Path, string]>([
    ["a value", ["a", "b"], "3:6"],
    ["a map", ["a"], "3:3"],
    ["an item of a list", ["a", "list", 0], "5:7"],
    ["a map in a list", ["a", "list", 1], "6:7"],
    ["an item inside it", ["a", "list", 1, "y", 1], "6:16"],
    ["a field without a value, at its key", ["a", "empty"], "7:3"],
    ["a missing field, at its parent", ["a", "nosuch"], "3:3"],
    ["a missing item, at its list", ["a", "list", 9], "5:5"],
    ["what is below a missing field", ["a", "nosuch", "x", 0], "3:3"],
    ["an alias, where it is used", ["use"], "10:6"],
    ["what an alias holds, where it is used", ["use", "k"], "10:6"],
    ["what an anchor holds, where it is written", ["shared", "k"], "9:6"],
    ["the file as a whole", [], "1:1"],
  ])("%s", (_, path, place) => {
    expect(at(text, path)).toBe(place);
  });

  test("a key, where the key is what is wrong", () => {
    expect(at(text, ["a", "list"], "key")).toBe("4:3");
    expect(at(text, ["a"], "key")).toBe("2:1");
  });

  test("a byte order mark and carriage returns don't move it", () => {
    expect(at(`\uFEFF${text.replaceAll("\n", "\r\n")}`, ["a", "b"])).toBe(
      "3:6",
    );
  });

  test("columns count UTF-16 units", () => {
    expect(at('{ "😀": 1, b: 2 }', ["b"])).toBe("1:15");
  });

  test("of two equal keys the value that counts, the last one", () => {
    const twice = readDocument("f", Buffer.from("a: 1\na: 2\n"));
    expect(twice.value).toEqual({ a: 2 });
    expect(twice.place({ path: ["a"], rule: "", fix: "" }).line).toBe(2);
  });
});

describe("the data of a document", () => {
  test("an alias has its anchor's value", () => {
    expect(readDocument("f", Buffer.from(text)).value).toEqual({
      a: { b: 1, list: ["x", { y: ["p", "q"] }], empty: null },
      shared: { k: "v" },
      use: { k: "v" },
    });
  });

  test("YAML 1.2: yes, no, on, off and dates are text", () => {
    expect(
      readDocument("f", Buffer.from("[yes, no, on, off, 2024-02-29]")).value,
    ).toEqual(["yes", "no", "on", "off", "2024-02-29"]);
  });

  test.each([
    ["a byte order mark", "\uFEFFa: 1\n"],
    ["carriage returns", "a: 1\r\n"],
    ["document markers", "---\na: 1\n...\n"],
    ["a comment after the end", "a: 1\n...\n# done\n"],
    ["no end of line", "a: 1"],
  ])("%s changes nothing", (_, text) => {
    expect(readDocument("f", Buffer.from(text))).toMatchObject({
      value: { a: 1 },
      faults: [],
    });
  });

  test("a refused key never becomes a prototype", () => {
    const { value } = readDocument("f", Buffer.from("__proto__: { x: 1 }\n"));
    expect(value).toEqual({});
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test("text that opens 100000 brackets is a fault, not the end of the process", () => {
    const { faults } = readDocument("f", Buffer.from("[".repeat(100_000)));
    expect(faults).toHaveLength(1);
  });
});
