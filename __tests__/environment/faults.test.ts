import { join } from "node:path";
import { rules } from "../../modules/environment/rules";
import { readCases } from "./cases";

const cases = readCases(join(__dirname, "faults"));

/** What a case can be for besides a rule. */
const partsOfReading = [
  "field",
  "file",
  "include",
  "placeholder",
  "selection",
  "several",
  "yaml",
];

describe("a bad environment is refused with exactly these messages", () => {
  test.each(cases)("$name", async ({ expected, load }) => {
    const messages = await load();
    expect([...messages].sort()).toEqual([...expected].sort());
    expect(messages).not.toEqual([]);
  });
});

describe("the corpus", () => {
  test("has a case for every rule", () => {
    const covered = new Set(cases.map(({ about }) => about));
    expect(
      rules.map(({ name }) => name).filter((one) => !covered.has(one)),
    ).toEqual([]);
  });

  test("has no case for a rule that does not exist", () => {
    const known = new Set([
      ...rules.map(({ name }) => name),
      ...partsOfReading,
    ]);
    expect(
      cases.map(({ about }) => about).filter((one) => !known.has(one)),
    ).toEqual([]);
  });

  test("does not shrink", () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });

  test("expects messages of one line that name a place, a fault and a fix", () => {
    for (const { expected } of cases)
      for (const line of expected)
        expect(line).toMatch(/^(environments|([^:]+:)?\d+:\d+): .+; [^;]+/);
  });
});
