import { readFileSync } from "node:fs";
import { join } from "node:path";
import { flagRules } from "../../modules/review";
import { riskReference } from "../../modules/review-report";

const published = readFileSync(join(__dirname, "../../docs/risks.md"), "utf8");

test("docs/risks.md is fresh: npm run generate changes nothing", () => {
  expect(published).toBe(riskReference());
});

test.each(flagRules.map(({ id }) => [id]))("%s is listed", (id) => {
  expect(published).toContain(`\n## ${id}\n`);
});
