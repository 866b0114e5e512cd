import { Command } from "commander";
import { join } from "node:path";
import {
  externalServiceAccounts,
  type Environment,
} from "../modules/environment";
import { irsaAnnotations } from "../modules/service-account/annotations";
import { knownRisks } from "./support/known-risks";
import { loadSelected } from "./support/load-selected";
import { today } from "./support/today";

const projectDirectory = join(__dirname, "..");

const command = new Command("check")
  .description(
    "Checks environment files: form, rules, placeholders, includes. Reads nothing else, writes nothing.",
  )
  .argument(
    "[environment...]",
    "environments to check (default: the variable ENVIRONMENT, separated by commas; else all)",
  )
  .addHelpText(
    "after",
    "\nExit status: 0 no fault (warnings may be shown), 1 at least one fault or a wrong call.",
  )
  .action(check);

void command.parseAsync();

async function check(named: readonly string[]): Promise<void> {
  const environments = await loadSelected(projectDirectory, named, {
    knownRisks,
    today: today(),
  });
  if (environments === undefined) {
    process.exitCode = 1;
    return;
  }
  for (const environment of environments) report(environment);
}

function report(environment: Environment): void {
  const { name, clusters } = environment;
  const workloads = new Set(
    clusters.flatMap((cluster) => cluster.workloads.map((one) => one.name)),
  );
  process.stdout.write(
    `environments/${name}.yaml: no fault; clusters: ${clusters.length}, workloads: ${workloads.size}\n`,
  );
  for (const external of externalServiceAccounts(environment)) {
    process.stdout.write(
      `  ${external.stack}: service account ${external.namespace}/${external.name} is made elsewhere and needs these annotations\n`,
    );
    for (const [key, value] of Object.entries(irsaAnnotations(external)))
      process.stdout.write(`    ${key}: ${JSON.stringify(value)}\n`);
  }
}
