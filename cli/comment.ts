import { Command } from "commander";
import { readFileSync } from "node:fs";
import {
  failureComment,
  reviewComment,
  writeStickyComment,
} from "../modules/pull-request";
import { commentMarker } from "../modules/review-report";
import { githubRepository, githubVariables } from "./support/github-repository";
import { readNumber } from "./support/read-number";
import { setting } from "./support/setting";

interface Options {
  readonly file?: string;
  readonly failed?: string;
  readonly commit: string;
  readonly pullRequest: number;
  readonly repository?: string;
}

const command: Command = new Command("comment")
  .description(
    "Writes a review, as `npm run review -- <environment>` makes it, as one comment to a pull request of GitHub, or updates the one that is there.",
  )
  .option("--file <file>", "the review as Markdown")
  .option(
    "--failed <environment>",
    "in place of a review: say that there is none, as where npm run review ended before it wrote one",
  )
  .requiredOption("--commit <sha>", "the commit whose plans were reviewed")
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
      body: textOf(options),
    });
    process.stdout.write(`comment ${id} is written\n`);
  } catch (error) {
    command.error(
      `error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function textOf({ file, failed, commit }: Options): string {
  if (file !== undefined && failed === undefined)
    return reviewComment(readFileSync(file, "utf8"), commit);
  if (file === undefined && failed !== undefined)
    return failureComment(commentMarker(failed), commit);
  return command.error("error: give --file or --failed, and not both");
}
