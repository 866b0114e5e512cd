import { Command } from "commander";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../modules/environment/reference";
import { jsonReportJsonSchema, riskReference } from "../modules/review-report";

const projectDirectory = join(__dirname, "..");

const command = new Command("generate")
  .description(
    "Writes what is made from schemas and rules: environments/schema.json, environments/included.schema.json, environments/README.md, docs/rules.md, docs/risks.md, docs/review.schema.json.",
  )
  .option("--check", "write nothing; exit with status 1 where a file is stale")
  .action(generate);

command.parse();

function generate(options: { readonly check?: boolean }): void {
  for (const { path, text } of [
    ...generatedFiles(),
    { path: "docs/review.schema.json", text: jsonReportJsonSchema() },
    { path: "docs/risks.md", text: riskReference() },
  ]) {
    const file = join(projectDirectory, path);
    if (options.check === true) {
      if (text === readFileSync(file, "utf8")) continue;
      process.stderr.write(`${path} is stale; run npm run generate\n`);
      process.exitCode = 1;
    } else writeFileSync(file, text);
  }
}
