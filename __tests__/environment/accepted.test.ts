import { join } from "node:path";
import { readCases } from "./cases";

const cases = readCases(join(__dirname, "accepted"));

describe("an environment near a border is accepted, with exactly these warnings", () => {
  test.each(cases)("$name", async ({ expected, load }) => {
    const messages = await load();
    expect([...messages].sort()).toEqual([...expected].sort());
    for (const message of messages) expect(message).toContain(": warning: ");
  });
});
