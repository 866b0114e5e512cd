import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reviewText } from "./support/readme-example";

const readme = join(__dirname, "../../modules/review/README.md");

describe("the README of modules/review", () => {
  it("shows an example that works", async () => {
    const shown = /```ts\n([\s\S]*?)```/.exec(
      readFileSync(readme, "utf8"),
    )?.[1];

    expect(shown).toBe(
      readFileSync(join(__dirname, "support/readme-example.ts"), "utf8"),
    );
    expect(
      await reviewText(
        readFileSync(join(__dirname, "stories/irsa-gained/plan.json"), "utf8"),
      ),
    ).toBe("gains echo/aws-sa\nexit status 0");
  });
});
