import { Command } from "commander";
import { readFileSync } from "node:fs";
import {
  failureComment,
  githubComments,
  gitlabApi,
  gitlabNotes,
  reviewComment,
  writeStickyComment,
  type CommentPlace,
} from "../modules/pull-request";
import { commentMarker } from "../modules/review-report";
import { githubRepository, githubVariables } from "./support/github-repository";
import { readNumber } from "./support/read-number";
import { setting } from "./support/setting";

interface Options {
  readonly file?: string;
  readonly failed?: string;
  readonly commit: string;
  readonly pullRequest?: number;
  readonly mergeRequest?: number;
  readonly repository?: string;
}

const command: Command = new Command("comment")
  .description(
    "Writes a review, as `npm run review -- <environment>` makes it, as one comment to a pull request of GitHub or a merge request of GitLab, or updates the one that is there.",
  )
  .option("--file <file>", "the review as Markdown")
  .option(
    "--failed <environment>",
    "in place of a review: say that there is none, as where npm run review ended before it wrote one",
  )
  .requiredOption("--commit <sha>", "the commit whose plans were reviewed")
  .option("--pull-request <number>", "the pull request's number", readNumber)
  .option(
    "--merge-request <iid>",
    "the merge request's number, as CI_MERGE_REQUEST_IID has it",
    readNumber,
  )
  .option(
    "--repository <owner/name>",
    "GitHub's repository (default: the variable GITHUB_REPOSITORY)",
  )
  .addHelpText(
    "after",
    `
Variables for GitHub:
  GITHUB_TOKEN       a token with the permission pull-requests: write
${githubVariables}
  COMMENT_AUTHOR     whose comments are updated (default: github-actions[bot], as which a job's token writes)

Variables for GitLab:
  GITLAB_TOKEN       an access token with the scope api and the role Reporter; its own user's notes are updated
  CI_API_V4_URL      GitLab's API, as its jobs have it
  CI_PROJECT_ID      the project's id or path, as its jobs have it

Exit status: 0 written, 1 not written.`,
  )
  .action(comment);

void command.parseAsync();

async function comment(options: Options): Promise<void> {
  try {
    const body = textOf(options);
    const id = await writeStickyComment(await placeOf(options), body);
    process.stdout.write(`comment ${id} is written\n`);
  } catch (error) {
    command.error(
      `error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function placeOf(options: Options): Promise<CommentPlace> {
  const { pullRequest, mergeRequest, repository } = options;
  if (pullRequest !== undefined && mergeRequest === undefined)
    return githubComments({
      ...githubRepository(command, repository, "pull-requests: write"),
      pullRequest,
      author: setting("COMMENT_AUTHOR") ?? "github-actions[bot]",
    });
  if (pullRequest === undefined && mergeRequest !== undefined)
    return gitlabNotes({
      api: gitlabApi({
        url: required("CI_API_V4_URL"),
        token: required("GITLAB_TOKEN"),
      }),
      project: required("CI_PROJECT_ID"),
      mergeRequest,
    });
  return command.error(
    pullRequest === undefined
      ? "error: give one of --pull-request and --merge-request"
      : "error: give --pull-request or --merge-request, and not both",
  );
}

function required(name: string): string {
  return (
    setting(name) ?? command.error(`error: the variable ${name} is not set`)
  );
}

function textOf({ file, failed, commit }: Options): string {
  if (file !== undefined && failed === undefined)
    return reviewComment(readFileSync(file, "utf8"), commit);
  if (file === undefined && failed !== undefined)
    return failureComment(commentMarker(failed), commit);
  return command.error(
    file === undefined
      ? "error: give one of --file and --failed"
      : "error: give --file or --failed, and not both",
  );
}
