import {
  formatFault,
  formatPath,
  sortFaults,
  type Fault,
} from "../../modules/environment/fault";

const fault = (override: Partial<Fault> = {}): Fault => ({
  file: "environments/prod.yaml",
  line: 1,
  column: 1,
  path: "account",
  rule: "must be right",
  got: "wrong",
  fix: "mend it",
  severity: "fault",
  ...override,
});

describe("a fault's line", () => {
  test("names place, path, rule, value and fix", () => {
    expect(formatFault(fault({ line: 14, column: 7 }))).toBe(
      'environments/prod.yaml:14:7: account: must be right, got "wrong"; mend it',
    );
  });

  test("leaves out the path of a file as a whole, and a value that isn't there", () => {
    expect(formatFault(fault({ path: "", got: undefined }))).toBe(
      "environments/prod.yaml:1:1: must be right; mend it",
    );
  });

  test("leaves out the line of a folder, which has none", () => {
    const { line, column, ...ofFolder } = fault({ file: "environments" });
    expect({ line, column }).toEqual({ line: 1, column: 1 });
    expect(formatFault(ofFolder)).toBe(
      'environments: account: must be right, got "wrong"; mend it',
    );
  });

  test("says where it is a warning", () => {
    expect(formatFault(fault({ severity: "warning" }))).toContain(
      "1:1: warning: account:",
    );
  });

  test.each<[string, unknown, string]>([
    ["null", null, "null"],
    ["a number", 7, "7"],
    ["an empty text", "", '""'],
    ["a list", [1, "a"], '[1,"a"]'],
    ["a map", { a: null }, '{"a":null}'],
  ])("shows %s", (_, got, shown) => {
    expect(formatFault(fault({ got }))).toContain(`, got ${shown};`);
  });

  test.each([
    "\n",
    "\r",
    "\t",
    "\u001b[2J",
    "\u009b31m",
    "\u007f",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u200b",
    "\ud800",
  ])("is one printable line whatever the file holds (case %#)", (character) => {
    const nasty = `a${character}b`;
    const line = formatFault(
      fault({ file: nasty, path: nasty, rule: nasty, got: nasty, fix: nasty }),
    );
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(formatFault(fault({ got: [nasty] }))).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u,
    );
  });

  test("cuts a very long value", () => {
    expect(formatFault(fault({ got: "x".repeat(10_000) })).length).toBeLessThan(
      300,
    );
  });
});

test("a path is dotted, with list positions in brackets and other keys in quotes", () => {
  expect(
    formatPath(["workloads", "a-b", "serviceAccount", 1, "aws:x", ""]),
  ).toBe('workloads.a-b.serviceAccount[1]."aws:x".""');
});

test("faults are sorted by file, line, column and text, each once", () => {
  const sorted = [
    fault({ file: "a", line: undefined, column: undefined }),
    fault({ file: "a" }),
    fault({ file: "b", line: 2, column: 1 }),
    fault({ file: "b", line: 2, column: 10 }),
    fault({ file: "b", line: 10 }),
    fault({ file: "b", line: 10, rule: "must be something else" }),
  ];
  expect(sortFaults([...sorted].reverse().concat(sorted))).toEqual(sorted);
});
