import { Command, InvalidArgumentError } from "commander";
import { isAscii } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  isOutdated,
  keptStacks,
  readModels,
  readPlanFile,
} from "../modules/deployment";
import type { Environment } from "../modules/environment";
import {
  readPlan,
  type PlanReading,
  type UnreadablePlan,
} from "../modules/review";
import { knownRisks } from "./support/known-risks";
import { loadEnvironment } from "./support/load-environment";
import { requireTerraform } from "./support/require-terraform";
import {
  reviewStatuses,
  withReviewOptions,
  type ReviewOptions,
} from "./support/review-options";
import { say } from "./support/say";
import { stacksOf } from "./support/stacks-of";
import { writeReview } from "./support/write-review";

const projectDirectory = join(__dirname, "..");

/** Stack -> file. */
type PlanFiles = ReadonlyMap<string, string>;

interface Options extends ReviewOptions {
  readonly plan?: PlanFiles;
  readonly models?: string;
}

const command = withReviewOptions(
  new Command("review")
    .description(
      "Says who gains, loses or changes which access by plans, by which path, and what is risky in it.",
    )
    .argument(
      "[environment]",
      "review the plans that `npm run plan` or `cdktf diff` left under cdktf.out; a stack without one is named",
    )
    .option(
      "--plan <stack=file>",
      "a plan as `terraform show -json` or `tofu show -json` writes it; may be repeated. With an environment: instead of cdktf.out",
      collectPlan,
    )
    .option(
      "--models <folder>",
      "with an environment: the reduced plans `<stack>.json` that `npm run plan` kept, instead of cdktf.out",
    ),
)
  .addHelpText("after", `\n${reviewStatuses}`)
  .action(review);

void command.parseAsync();

async function review(
  name: string | undefined,
  options: Options,
): Promise<void> {
  if (name === undefined && options.plan === undefined)
    command.error("error: name an environment, or give plans by --plan");
  if (name === undefined && options.models !== undefined)
    command.error("error: --models goes with an environment");
  if (options.plan !== undefined && options.models !== undefined)
    command.error("error: give --plan or --models, not both");
  const environment =
    name === undefined
      ? undefined
      : await loadEnvironment(projectDirectory, name, { knownRisks });
  if (name !== undefined && environment === undefined) {
    process.exitCode = 1;
    return;
  }
  process.exitCode = await writeReview({
    command,
    project: projectDirectory,
    ...(environment && { environment }),
    plans: environment
      ? await plansOf(environment, options)
      : readFiles(options.plan ?? new Map()),
    options,
  });
}

async function plansOf(
  environment: Environment,
  { plan: files, models }: Options,
): Promise<readonly PlanReading[]> {
  const folders = stacksOf(projectDirectory, environment);
  const stacks = folders.map(({ stack }) => stack);
  // A change may add a cluster that this version of the file doesn't have.
  if (models !== undefined)
    return readModels(models, [...new Set([...stacks, ...keptStacks(models)])]);
  if (files !== undefined) {
    const unknown = [...files.keys()].find((stack) => !stacks.includes(stack));
    if (unknown !== undefined)
      command.error(
        `error: ${environment.name} has no stack ${JSON.stringify(unknown)}; it has ${stacks.join(", ")}`,
      );
    return [
      ...readFiles(files),
      ...stacks
        .filter((stack) => !files.has(stack))
        .map((stack) => missing(stack)),
    ];
  }
  const terraform = requireTerraform(command);
  for (const folder of folders.filter(isOutdated))
    say(
      `${folder.stack}: the stack was synthesized after it was planned; where it changed, plan again`,
    );
  return Promise.all(
    folders.map((folder) =>
      readPlanFile(folder, { terraform, environment: process.env }),
    ),
  );
}

function missing(stack: string): UnreadablePlan {
  return {
    stack,
    status: "missing",
    message: "no plan of this stack of the environment was given",
  };
}

function readFiles(files: PlanFiles): readonly PlanReading[] {
  return [...files].map(([stack, file]) => {
    let text: string;
    try {
      text = readText(file);
    } catch (error) {
      return {
        stack,
        status: "unreadable",
        message: `${file} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
    return readPlan(stack, text);
  });
}

/** The text of a file. Plans are megabytes of ASCII, which is read several times faster where nothing is decoded. */
function readText(file: string): string {
  const bytes = readFileSync(file);
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

function collectPlan(value: string, before: PlanFiles = new Map()): PlanFiles {
  const at = value.indexOf("=");
  const stack = value.slice(0, at);
  const file = value.slice(at + 1);
  if (at < 1 || file === "")
    throw new InvalidArgumentError("Write it as in prod-us=plan.json.");
  if (before.has(stack))
    throw new InvalidArgumentError(`Stack ${stack} has a plan already.`);
  return new Map([...before, [stack, file]]);
}
