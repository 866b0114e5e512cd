import * as z from "zod";
import { readPages } from "./pages";
import { repositoryPath } from "./repository-path";
import type { RestApi } from "./rest-api";

/** Where to ask, and of which repository. */
export interface GithubRepository {
  readonly api: RestApi;
  /** `owner/name`. */
  readonly repository: string;
}

const repositoryOf = z.object({ full_name: z.string() }).nullish();

const run = z.object({
  id: z.int(),
  /** Of the workflow's file, with `@` and a ref behind it where GitHub says that too. */
  path: z.string(),
  event: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  head_repository: repositoryOf,
});

const pull = z.object({
  number: z.int(),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: repositoryOf }),
  base: z.object({ ref: z.string() }),
});

/** A run of a workflow. */
export type WorkflowRun = z.infer<typeof run>;

/** A pull request, open, closed or merged. */
export type PullRequest = z.infer<typeof pull>;

/**
 * The commit that a branch is at.
 *
 * @see https://docs.github.com/en/rest/git/refs#get-a-reference
 */
export async function headOf(
  { api, repository }: GithubRepository,
  branch: string,
): Promise<string> {
  const { body } = await api.request(
    "GET",
    `${repositoryPath(repository)}/git/ref/heads/${branch.split("/").map(encodeURIComponent).join("/")}`,
  );
  return z.object({ object: z.object({ sha: z.string() }) }).parse(body).object
    .sha;
}

/**
 * A run by its id; undefined where this repository has none.
 *
 * @see https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
 */
export async function workflowRun(
  { api, repository }: GithubRepository,
  id: number,
): Promise<WorkflowRun | undefined> {
  const { status, body } = await api.request(
    "GET",
    `${repositoryPath(repository)}/actions/runs/${id}`,
    { expected: [404] },
  );
  return status === 404 ? undefined : run.parse(body);
}

/**
 * The runs of a workflow for pull requests whose head is a commit, in no order.
 *
 * @param file of the workflow, such as `plan.yml`
 * @see https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
 */
export function runsForPullRequests(
  { api, repository }: GithubRepository,
  file: string,
  head: string,
): Promise<readonly WorkflowRun[]> {
  return readPages(
    api,
    `${repositoryPath(repository)}/actions/workflows/${encodeURIComponent(file)}/runs?event=pull_request&head_sha=${head}`,
    (body) =>
      z.object({ workflow_runs: z.array(run) }).parse(body).workflow_runs,
  );
}

/**
 * The pull requests that brought a commit, or hold it.
 *
 * @see https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export function pullRequestsOfCommit(
  { api, repository }: GithubRepository,
  commit: string,
): Promise<readonly PullRequest[]> {
  return readPages(
    api,
    `${repositoryPath(repository)}/commits/${commit}/pulls`,
    (body) => z.array(pull).parse(body),
  );
}

/**
 * The pull requests that a branch of this repository ever had, into whatever branch.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
 */
export function pullRequestsOfBranch(
  { api, repository }: GithubRepository,
  branch: string,
): Promise<readonly PullRequest[]> {
  const [owner = ""] = repository.split("/");
  return readPages(
    api,
    `${repositoryPath(repository)}/pulls?state=all&head=${encodeURIComponent(`${owner}:${branch}`)}`,
    (body) => z.array(pull).parse(body),
  );
}
