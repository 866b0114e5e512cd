import {
  headOf,
  pullRequestsOfBranch,
  pullRequestsOfCommit,
  runsForPullRequests,
  workflowRun,
  type GithubRepository,
  type PullRequest,
  type WorkflowRun,
} from "./github-runs";

export interface ReviewedRunProps extends GithubRepository {
  /** The branch that is applied, such as `main`. */
  readonly branch: string;
  /** The commit that is applied, as 40 hexadecimal digits. */
  readonly commit: string;
  /** File of the workflow that plans, such as `plan.yml`. */
  readonly workflow: string;
  /** Id of the run to look at. @default the newest run for the pull request that was merged as the commit */
  readonly run?: number;
}

/** The run whose plans were reviewed, or why there is none: raw text, in which GitHub's own may be. */
export type ReviewedRun =
  { readonly run: number } | { readonly refusal: string };

/**
 * Finds the run whose reduced plans an apply of a commit may be compared with. It counts where all of this is so:
 *
 * - the branch is at the commit still: an earlier one would take back what came after it;
 * - the run is one of the named workflow of this repository, ended with success (which its review has to do
 *   too), and comes from no fork;
 * - it planned for the pull request that was merged into the branch as this commit, at that pull request's last
 *   commit, or by hand on the branch at this commit;
 * - its branch had no other pull request of the same commit: GitHub doesn't say which of them a run belongs to once
 *   they are closed, and the other one's base branch may have another workflow of this name.
 *
 * @throws RestError where GitHub refuses
 * @throws RangeError on a repository or commit that can't be one
 */
export async function findReviewedRun(
  props: ReviewedRunProps,
): Promise<ReviewedRun> {
  const { branch, commit } = props;
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw new RangeError(
      `a commit is written as 40 hexadecimal digits, got ${JSON.stringify(commit)}`,
    );
  const head = await headOf(props, branch);
  if (head !== commit)
    return {
      refusal: `${branch} has moved on to ${head}: apply that commit, not ${commit}`,
    };
  const found =
    props.run === undefined
      ? await runOfMerge(props)
      : ((await workflowRun(props, props.run)) ??
        `the repository has no run ${props.run}`);
  if (typeof found === "string") return { refusal: found };
  const problem =
    problemOfRun(props, found) ?? (await problemOfOrigin(props, found));
  return problem === undefined
    ? { run: found.id }
    : { refusal: `run ${found.id} doesn't count: ${problem}` };
}

/** The newest run for the pull request that was merged as the commit, or why there is none. */
async function runOfMerge(
  props: ReviewedRunProps,
): Promise<WorkflowRun | string> {
  const { branch, commit, repository, workflow } = props;
  const merged = (await pullRequestsOfCommit(props, commit)).find((pull) =>
    isMergedAs(props, pull),
  );
  if (merged === undefined)
    return `no pull request was merged into ${branch} as ${commit}`;
  const { number, head } = merged;
  if (head.repo?.full_name !== repository)
    return `pull request ${number} came from a fork, for which nothing is planned`;
  const [newest] = (await runsForPullRequests(props, workflow, head.sha))
    .filter((run) => isFrom(props, run) && run.head_branch === head.ref)
    .sort((left, right) => right.id - left.id);
  return (
    newest ??
    `${workflow} did not run for pull request ${number} at its last commit, ${head.sha}`
  );
}

/** What is wrong with a run by itself. */
function problemOfRun(
  props: ReviewedRunProps,
  run: WorkflowRun,
): string | undefined {
  const [path] = run.path.split("@");
  if (path !== `.github/workflows/${props.workflow}`)
    return `it is one of ${run.path}, not of .github/workflows/${props.workflow}`;
  if (!isFrom(props, run)) return "it comes from a fork";
  if (run.status !== "completed") return "it hasn't ended yet";
  if (run.conclusion !== "success")
    return `it ended with ${run.conclusion ?? "nothing"}, so that its review didn't pass`;
  return undefined;
}

/** What is wrong with what a run planned. */
async function problemOfOrigin(
  props: ReviewedRunProps,
  { event, head_branch: head, head_sha: sha }: WorkflowRun,
): Promise<string | undefined> {
  const { branch, commit } = props;
  if (event === "workflow_dispatch") {
    if (head !== branch)
      return `it planned ${head ?? "no branch"}, not ${branch}`;
    return sha === commit ? undefined : `it planned ${sha}, not ${commit}`;
  }
  if (event !== "pull_request" || head === null)
    return `it was started by ${event}, not by a pull request or by hand`;
  const [first, ...others] = (await pullRequestsOfBranch(props, head)).filter(
    (pull) =>
      pull.head.sha === sha &&
      isFrom(props, { head_repository: pull.head.repo }),
  );
  if (first === undefined)
    return `no pull request of ${head} has ${sha} as its last commit`;
  if (others.length > 0)
    return `which pull request it planned can't be told: ${[first, ...others]
      .map(({ number }) => number)
      .sort((left, right) => left - right)
      .join(", ")} are all of ${head} at ${sha}`;
  if (!isMergedAs(props, first))
    return `its pull request ${first.number} was not merged into ${branch} as ${commit}`;
  return undefined;
}

function isMergedAs(
  { branch, commit }: ReviewedRunProps,
  { merged_at: mergedAt, merge_commit_sha: mergedAs, base }: PullRequest,
): boolean {
  return mergedAt !== null && mergedAs === commit && base.ref === branch;
}

function isFrom(
  { repository }: ReviewedRunProps,
  { head_repository: from }: Pick<WorkflowRun, "head_repository">,
): boolean {
  return from?.full_name === repository;
}
