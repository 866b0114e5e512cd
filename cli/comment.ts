import { Command } from "commander";
import { readFileSync } from "node:fs";
import { writeStickyComment } from "../modules/pull-request";
import { githubRepository, githubVariables } from "./support/github-repository";
import { readNumber } from "./support/read-number";
import { setting } from "./support/setting";

interface Options {
  readonly file: string;
  readonly pullRequest: number;
  readonly repository?: string;
}

const command: Command = new Command("comment")
  .description(
    "Writes a review, as `npm run review -- <environment>` makes it, as one comment to a pull request of GitHub, or updates the one that is there.",
  )
  .requiredOption("--file <file>", "the review as Markdown")
  .requiredOption(
    "--pull-request <number>",
    "the pull request's number",
    readNumber,
  )
  .option(
    "--repository <owner/name>",
    "the repository (default: the variable GITHUB_REPOSITORY)",
  )
  .addHelpText(
    "after",
    `
Variables:
  GITHUB_TOKEN       a token with the permission pull-requests: write
${githubVariables}
  COMMENT_AUTHOR     whose comments are updated (default: github-actions[bot], as which a job's token writes)

Exit status: 0 written, 1 not written.`,
  )
  .action(comment);

void command.parseAsync();

async function comment(options: Options): Promise<void> {
  try {
    const id = await writeStickyComment({
      ...githubRepository(command, options.repository, "pull-requests: write"),
      pullRequest: options.pullRequest,
      author: setting("COMMENT_AUTHOR") ?? "github-actions[bot]",
      body: readFileSync(options.file, "utf8"),
    });
    process.stdout.write(`comment ${id} is written\n`);
  } catch (error) {
    command.error(
      `error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
