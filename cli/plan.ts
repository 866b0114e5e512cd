import { Command } from "commander";
import { join } from "node:path";
import { planStacks, writeModels } from "../modules/deployment";
import { knownRisks } from "./support/known-risks";
import { loadEnvironment } from "./support/load-environment";
import { modelsFolder } from "./support/models-folder";
import { requireTerraform } from "./support/require-terraform";
import {
  reviewStatuses,
  withReviewOptions,
  type ReviewOptions,
} from "./support/review-options";
import { say } from "./support/say";
import { stacksOf } from "./support/stacks-of";
import { stoppingSignal } from "./support/stopping-signal";
import { synthesize } from "./support/synthesize";
import { writeReview } from "./support/write-review";

const projectDirectory = join(__dirname, "..");

interface Options extends ReviewOptions {
  readonly lock: boolean;
  readonly models?: string;
}

const command = withReviewOptions(
  new Command("plan")
    .description(
      "Synthesizes an environment, plans each of its stacks, keeps the plan files (cdktf.out/stacks/<stack>/plan) and their reduced models, and reviews them.",
    )
    .argument("<environment>", "the environment's name, as in prod")
    .option("--no-lock", "don't lock the state, for a role that can only read")
    .option(
      "--models <folder>",
      "where to keep the reduced plans, <stack>.json, which hold no sensitive value (default: cdktf.out/models/<environment>)",
    ),
)
  .addHelpText(
    "after",
    `\nA plan file may hold sensitive values: never publish one.\n\n${reviewStatuses}`,
  )
  .action(plan);

void command.parseAsync();

async function plan(name: string, options: Options): Promise<void> {
  const environment = await loadEnvironment(projectDirectory, name, {
    knownRisks,
  });
  const isSynthesized =
    environment !== undefined &&
    synthesize({
      project: projectDirectory,
      environments: [name],
      outdir: join(projectDirectory, "cdktf.out"),
      print: process.stderr,
    });
  if (!isSynthesized) {
    process.exitCode = 1;
    return;
  }
  const plans = await planStacks({
    terraform: requireTerraform(command),
    stacks: stacksOf(projectDirectory, environment),
    environment: process.env,
    lock: options.lock,
    say,
    signal: stoppingSignal(),
  });
  writeModels(options.models ?? modelsFolder(projectDirectory, name), plans);
  process.exitCode = await writeReview({
    command,
    project: projectDirectory,
    environment,
    plans,
    options,
  });
}
