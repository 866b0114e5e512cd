import { Command, InvalidArgumentError } from "commander";
import { readFileSync } from "node:fs";
import { GithubApi, writeStickyComment } from "../modules/review-comment";

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
  GITHUB_TOKEN    a token with the permission pull-requests: write
  GITHUB_API_URL  GitHub's API (default: https://api.github.com)
  COMMENT_AUTHOR  whose comments are updated (default: github-actions[bot], as which a job's token writes)

Exit status: 0 written, 1 not written.`,
  )
  .action(comment);

void command.parseAsync();

async function comment(options: Options): Promise<void> {
  const repository = options.repository ?? setting("GITHUB_REPOSITORY");
  const token = setting("GITHUB_TOKEN");
  if (token === undefined)
    command.error("error: the variable GITHUB_TOKEN is not set");
  if (repository === undefined)
    command.error("error: name the repository by --repository");
  try {
    const id = await writeStickyComment({
      api: new GithubApi({
        url: setting("GITHUB_API_URL") ?? "https://api.github.com",
        token,
      }),
      repository,
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

/** A variable that is set and not empty. */
function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

function readNumber(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value))
    throw new InvalidArgumentError("It is a number from 1.");
  return Number(value);
}
