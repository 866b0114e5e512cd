import { Command } from "commander";
import { join } from "node:path";
import {
  applyStacks,
  differencesOf,
  readModels,
  readPlanFile,
  type Applied,
  type Difference,
} from "../modules/deployment";
import { visibleText } from "../modules/markup";
import {
  exitStatus,
  isReduced,
  reviewPlans,
  type PlanReading,
  type ReducedPlan,
} from "../modules/review";
import { refusalReport } from "../modules/review-report";
import { loadEnvironment } from "./support/load-environment";
import { modelsFolder } from "./support/models-folder";
import { requireTerraform } from "./support/require-terraform";
import { say } from "./support/say";
import { stacksOf } from "./support/stacks-of";
import { stoppingSignal } from "./support/stopping-signal";
import { writeOutput } from "./support/write-output";

const projectDirectory = join(__dirname, "..");

interface Options {
  readonly reviewed?: string;
  readonly out?: string;
  readonly allowUnknown: boolean;
  readonly dryRun: boolean;
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
  .option(
    "--allow-unknown",
    "apply also what a review can't show, where it is the same as what was kept; an errored plan is never applied",
    false,
  )
  .option(
    "--dry-run",
    "end where the plan files would be applied, with the status that says whether they would be",
    false,
  )
  .addHelpText(
    "after",
    `
Exit status:
  0  every stack is applied; with --dry-run, would be
  1  a wrong call, a fault in the environment, or a stack that could not be applied
  3  refused: what is planned isn't what was reviewed; nothing is applied
  4  refused: a stack's plan is missing, errored or can't be read, or something in it can't be reviewed, or the
     reviewed plan is missing or can't be read; nothing is applied; wins over 3`,
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
    if (isReduced(plan) && !plan.errored) planned.push(plan);
    else
      sayRefused(
        plan.stack,
        isReduced(plan) ? "the plan is errored" : plan.message,
      );
  }
  if (planned.length < stacks.length) {
    process.exitCode = 4;
    return;
  }
  const folder = options.reviewed ?? modelsFolder(projectDirectory, name);
  const reviewed = readModels(
    folder,
    stacks.map(({ stack }) => stack),
  );
  const differences = differencesOf(planned, reviewed);
  if (differences.length > 0) {
    for (const { stack } of differences)
      sayRefused(
        stack,
        whyNotReviewed(
          folder,
          reviewed.find((plan) => plan.stack === stack),
        ),
      );
    await writeRefusal(name, { differences, planned, reviewed }, options);
    process.exitCode = reviewed.every(isReduced) ? 3 : 4;
    return;
  }
  if (!options.allowUnknown && !(await isReviewable(planned))) {
    process.exitCode = 4;
    return;
  }
  if (options.dryRun) {
    say("what is planned is what was reviewed; nothing is applied");
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

/** Whether a review of the plans shows everything: an equal digest says only that nobody saw the rest before either. */
async function isReviewable(plans: readonly ReducedPlan[]): Promise<boolean> {
  const review = await reviewPlans({ plans });
  for (const { stack, address, message } of review.notReviewable)
    sayRefused(
      stack,
      `it can't be reviewed: ${address === undefined ? "" : `${address}: `}${message}`,
    );
  return exitStatus(review, { failOn: "never" }) === 0;
}

/** Why a plan is refused of which this one is kept in the folder of the reviewed ones. */
function whyNotReviewed(folder: string, kept: PlanReading | undefined): string {
  if (kept === undefined || isReduced(kept))
    return "what is planned isn't what was reviewed";
  return kept.status === "missing"
    ? `there is no reviewed plan of it in ${folder}`
    : `its reviewed plan in ${folder} can't be read: ${kept.message}; plan again, and review that plan`;
}

/** Text of a plan stays on its line, behind the stack's name. */
function sayRefused(stack: string, reason: string): void {
  say(`${stack}: refused: ${visibleText(reason)}`);
}

interface Refused {
  readonly differences: readonly Difference[];
  readonly planned: readonly ReducedPlan[];
  readonly reviewed: readonly PlanReading[];
}

async function writeRefusal(
  environment: string,
  { differences, planned, reviewed }: Refused,
  { out }: Options,
): Promise<void> {
  const text = refusalReport({
    environment,
    differences,
    planned: await reviewPlans({ plans: planned }),
    reviewed: await reviewPlans({ plans: reviewed }),
  });
  writeOutput(command, out, text);
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
