import { Command } from "commander";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  applyStacks,
  differencesOf,
  readModels,
  readPlanFile,
  type Applied,
  type Difference,
} from "../modules/deployment";
import {
  reviewPlans,
  type ReducedPlan,
  type UnreadablePlan,
} from "../modules/review";
import { refusalReport } from "../modules/review-report";
import { loadEnvironment } from "./support/load-environment";
import { modelsFolder } from "./support/models-folder";
import { requireTerraform } from "./support/require-terraform";
import { say } from "./support/say";
import { stacksOf } from "./support/stacks-of";
import { stoppingSignal } from "./support/stopping";

const projectDirectory = join(__dirname, "..");

interface Options {
  readonly reviewed?: string;
  readonly out?: string;
}

const command = new Command("apply")
  .description(
    "Applies exactly the plan files that `npm run plan` left, stack by stack, where they are what was reviewed. Stops at the first failure and says what is applied and what isn't.",
  )
  .argument("<environment>", "the environment's name, as in prod")
  .option(
    "--reviewed <folder>",
    "the reduced plans, <stack>.json, that were reviewed (default: cdktf.out/models/<environment>, which `npm run plan` wrote)",
  )
  .option(
    "--out <file>",
    "where a refusal writes both reviews, as Markdown (default: standard output)",
  )
  .addHelpText(
    "after",
    `
Exit status:
  0  every stack is applied
  1  a wrong call, a fault in the environment, or a stack that could not be applied
  3  refused: what is planned isn't what was reviewed; nothing is applied
  4  refused: a stack's plan is missing, errored or can't be read; nothing is applied`,
  )
  .action(apply);

void command.parseAsync();

async function apply(name: string, options: Options): Promise<void> {
  const environment = await loadEnvironment(projectDirectory, name);
  if (environment === undefined) {
    process.exitCode = 1;
    return;
  }
  const terraform = requireTerraform(command);
  const stacks = stacksOf(projectDirectory, environment);
  const props = { terraform, environment: process.env };
  const planned: ReducedPlan[] = [];
  for (const stack of stacks) {
    const plan = await readPlanFile(stack, props);
    if (!("status" in plan) && !plan.errored) planned.push(plan);
    else
      say(
        `${plan.stack}: refused: ${"status" in plan ? plan.message : "the plan is errored"}`,
      );
  }
  if (planned.length < stacks.length) {
    process.exitCode = 4;
    return;
  }
  const reviewed = readModels(
    options.reviewed ?? modelsFolder(projectDirectory, name),
    stacks.map(({ stack }) => stack),
  );
  const differences = differencesOf(planned, reviewed);
  if (differences.length > 0) {
    await refuse(name, { differences, planned, reviewed }, options);
    process.exitCode = 3;
    return;
  }
  const applied = await applyStacks({
    ...props,
    stacks,
    say,
    signal: stoppingSignal(),
  });
  report(applied);
  if (applied.applied.length < stacks.length) process.exitCode = 1;
}

interface Refused {
  readonly differences: readonly Difference[];
  readonly planned: readonly ReducedPlan[];
  readonly reviewed: readonly (ReducedPlan | UnreadablePlan)[];
}

async function refuse(
  environment: string,
  { differences, planned, reviewed }: Refused,
  { out }: Options,
): Promise<void> {
  for (const { stack } of differences)
    say(`${stack}: refused: what is planned isn't what was reviewed`);
  const text = refusalReport({
    environment,
    differences,
    planned: await reviewPlans({ plans: planned }),
    reviewed: await reviewPlans({ plans: reviewed }),
  });
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
}

function report({ applied, failed, notTried }: Applied): void {
  const rows = {
    applied,
    "failed, and may be applied in part": failed === undefined ? [] : [failed],
    "not applied": notTried,
  };
  for (const [what, stacks] of Object.entries(rows))
    if (stacks.length > 0) say(`${what}: ${stacks.join(", ")}`);
  if (failed !== undefined || notTried.length > 0)
    say("plan again before the next apply: npm run plan");
}
