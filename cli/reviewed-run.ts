import { Command } from "commander";
import { visibleText } from "../modules/markup";
import { findReviewedRun } from "../modules/pull-request";
import { githubRepository, githubVariables } from "./support/github-repository";
import { readNumber } from "./support/read-number";

interface Options {
  readonly commit: string;
  readonly branch: string;
  readonly workflow: string;
  /** Empty where a workflow was given none. */
  readonly run?: number | "";
  readonly repository?: string;
}

const command: Command = new Command("reviewed-run")
  .description(
    "Finds the run of GitHub Actions whose reduced plans were reviewed for a commit of the main branch, and writes its id.",
  )
  .requiredOption("--commit <sha>", "the commit that is going to be applied")
  .option(
    "--run <id>",
    "take this run, where it counts (default: the newest one for the pull request that was merged as the commit)",
    (value) => (value === "" ? "" : readNumber(value)),
  )
  .option("--branch <name>", "the branch that is applied", "main")
  .option("--workflow <file>", "the workflow that plans", "plan.yml")
  .option(
    "--repository <owner/name>",
    "the repository (default: the variable GITHUB_REPOSITORY)",
  )
  .addHelpText(
    "after",
    `
Variables:
  GITHUB_TOKEN       a token with the permissions actions: read, contents: read, pull-requests: read
${githubVariables}

Exit status:
  0  found
  1  a wrong call, or GitHub can't be asked
  3  refused: there is none, or the named one doesn't count`,
  )
  .action(find);

void command.parseAsync();

async function find(options: Options): Promise<void> {
  const { commit, branch, workflow, run, repository } = options;
  try {
    const found = await findReviewedRun({
      ...githubRepository(
        command,
        repository,
        "actions: read, contents: read, pull-requests: read",
      ),
      commit,
      branch,
      workflow,
      ...(run !== undefined && run !== "" && { run }),
    });
    if ("run" in found) process.stdout.write(`${found.run}\n`);
    else
      command.error(
        `refused: ${visibleText(found.refusal)}; to apply what is on ${visibleText(branch)}, run the workflow ${visibleText(workflow)} there, review it, and apply with that run's id`,
        { exitCode: 3 },
      );
  } catch (error) {
    command.error(
      `error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
