import {
  findReviewedRun,
  githubApi,
  type ReviewedRun,
} from "../../modules/pull-request";
import { repository as project } from "../support/project-folder";
import { run as runProcess } from "../support/run";
import { json, token } from "./mock-github";
import {
  startMockRuns,
  type MockRuns,
  type Pull,
  type Repository,
  type Run,
} from "./mock-runs";

const head = "a".repeat(40);
const merged = "b".repeat(40);
const other = "c".repeat(40);
const ours = { full_name: "acme/app" };
const fork = { full_name: "mallory/app" };

const aPull = (fields: Partial<Pull> = {}): Pull => ({
  number: 7,
  merged_at: "2026-11-01T10:00:00Z",
  merge_commit_sha: merged,
  head: { ref: "more-access", sha: head, repo: ours },
  base: { ref: "main" },
  ...fields,
});
const aRun = (fields: Partial<Run> = {}): Run => ({
  id: 42,
  path: ".github/workflows/plan.yml",
  event: "pull_request",
  status: "completed",
  conclusion: "success",
  head_sha: head,
  head_branch: "more-access",
  head_repository: ours,
  ...fields,
});
const byHand = (fields: Partial<Run> = {}): Run =>
  aRun({
    event: "workflow_dispatch",
    head_sha: merged,
    head_branch: "main",
    ...fields,
  });

async function find(
  state: Partial<Repository>,
  named?: number,
  commit = merged,
): Promise<ReviewedRun> {
  const github = await start(state);
  return findReviewedRun({
    api: githubApi({
      url: github.url,
      token,
      permissions: "actions: read",
    }),
    repository: "acme/app",
    branch: "main",
    workflow: "plan.yml",
    commit,
    ...(named !== undefined && { run: named }),
  });
}

function start(state: Partial<Repository>): Promise<MockRuns> {
  return startMockRuns({
    main: merged,
    runs: [aRun()],
    pulls: [aPull()],
    ...state,
  });
}

/** The reason for which there is no run. */
async function refusal(
  state: Partial<Repository>,
  named?: number,
): Promise<string> {
  const found = await find(state, named);
  return "refusal" in found ? found.refusal : `run ${found.run}`;
}

describe("without a name", () => {
  test("it is the one for the pull request that was merged as the commit", async () => {
    expect(await find({})).toEqual({ run: 42 });
  });

  test("of several, the newest decides, however it ended", async () => {
    const runs = [aRun({ id: 41 }), aRun({ id: 43 }), aRun()];
    expect(await find({ runs })).toEqual({ run: 43 });
    const failed = [...runs, aRun({ id: 44, conclusion: "failure" })];
    expect(await refusal({ runs: failed })).toBe(
      "run 44 doesn't count: it ended with failure, so that its review didn't pass",
    );
  });

  test("runs of others for the same commit are passed over", async () => {
    const runs = [
      aRun(),
      aRun({ id: 50, head_repository: fork }),
      aRun({ id: 51, head_repository: null }),
      aRun({ id: 52, head_branch: "same-commit" }),
      byHand({ id: 53, head_sha: head }),
    ];
    expect(await find({ runs })).toEqual({ run: 42 });
  });

  test.each<[string, Partial<Repository>, string]>([
    [
      "a commit that no pull request brought",
      { pulls: [] },
      `no pull request was merged into main as ${merged}`,
    ],
    [
      "a pull request that was merged into another branch",
      { pulls: [aPull({ base: { ref: "release" } })] },
      `no pull request was merged into main as ${merged}`,
    ],
    [
      "a pull request that was only closed",
      { pulls: [aPull({ merged_at: null })] },
      `no pull request was merged into main as ${merged}`,
    ],
    [
      "a pull request that only holds the commit",
      {
        pulls: [
          aPull({
            merge_commit_sha: other,
            head: { ref: "x", sha: merged, repo: ours },
          }),
        ],
      },
      `no pull request was merged into main as ${merged}`,
    ],
    [
      "a fork",
      {
        pulls: [aPull({ head: { ref: "more-access", sha: head, repo: fork } })],
      },
      "pull request 7 came from a fork, for which nothing is planned",
    ],
    [
      "a fork that is gone",
      {
        pulls: [aPull({ head: { ref: "more-access", sha: head, repo: null } })],
      },
      "pull request 7 came from a fork, for which nothing is planned",
    ],
    [
      "a pull request whose last commit was not planned",
      { runs: [aRun({ head_sha: other })] },
      `plan.yml did not run for pull request 7 at its last commit, ${head}`,
    ],
  ])("%s has none", async (_, state, reason) => {
    expect(await refusal(state)).toBe(reason);
  });
});

describe("a named one counts", () => {
  test("for the pull request that was merged as the commit", async () => {
    expect(await find({}, 42)).toEqual({ run: 42 });
  });
  test("where it planned the commit by hand on main", async () => {
    const runs = [byHand({ id: 60 })];
    expect(await find({ runs, pulls: [] }, 60)).toEqual({ run: 60 });
  });
  test("where GitHub says the ref behind the file", async () => {
    const path = ".github/workflows/plan.yml@refs/heads/main";
    expect(await find({ runs: [aRun({ path })] }, 42)).toEqual({ run: 42 });
  });
  test("whatever pull requests its branch had before, however many", async () => {
    const pulls = [
      aPull(),
      ...Array.from({ length: 250 }, (_, index) =>
        aPull({
          number: 100 + index,
          head: { ref: "more-access", sha: other, repo: ours },
        }),
      ),
    ];
    expect(await find({ pulls }, 42)).toEqual({ run: 42 });
  });
});

describe("a named one doesn't count", () => {
  test.each<[string, Partial<Run>, string]>([
    [
      "of another workflow",
      { path: ".github/workflows/ci.yml" },
      "it is one of .github/workflows/ci.yml, not of .github/workflows/plan.yml",
    ],
    [
      "of a workflow whose name only ends so",
      { path: ".github/workflows/not-plan.yml" },
      "it is one of .github/workflows/not-plan.yml, not of .github/workflows/plan.yml",
    ],
    ["of a fork", { head_repository: fork }, "it comes from a fork"],
    [
      "of a fork that is gone",
      { head_repository: null },
      "it comes from a fork",
    ],
    [
      "that goes on",
      { status: "in_progress", conclusion: null },
      "it hasn't ended yet",
    ],
    ...["failure", "cancelled", "skipped", "timed_out", "action_required"].map(
      (conclusion): [string, Partial<Run>, string] => [
        `that ended with ${conclusion}`,
        { conclusion },
        `it ended with ${conclusion}, so that its review didn't pass`,
      ],
    ),
    [
      "of a push",
      { event: "push" },
      "it was started by push, not by a pull request or by hand",
    ],
    [
      "of an earlier commit of the pull request",
      { head_sha: other },
      `no pull request of more-access has ${other} as its last commit`,
    ],
    [
      "of another branch",
      { head_branch: "elsewhere" },
      `no pull request of elsewhere has ${head} as its last commit`,
    ],
    [
      "by hand on another branch",
      { event: "workflow_dispatch", head_sha: merged },
      "it planned more-access, not main",
    ],
    [
      "by hand on an earlier commit of main",
      { event: "workflow_dispatch", head_branch: "main", head_sha: other },
      `it planned ${other}, not ${merged}`,
    ],
  ])("%s", async (_, fields, reason) => {
    expect(await refusal({ runs: [aRun(fields)] }, 42)).toBe(
      `run 42 doesn't count: ${reason}`,
    );
  });

  test("that there isn't", async () => {
    expect(await refusal({}, 99)).toBe("the repository has no run 99");
  });

  test.each<[string, Partial<Pull>]>([
    ["is open", { merged_at: null, merge_commit_sha: other }],
    // GitHub fills it in for open pull requests too, by a merge that it tries.
    ["is open and would be merged as it", { merged_at: null }],
    ["was merged as another commit", { merge_commit_sha: other }],
    ["was merged elsewhere", { base: { ref: "release" } }],
  ])("for a pull request that %s", async (_, fields) => {
    expect(await refusal({ pulls: [aPull(fields)] }, 42)).toBe(
      `run 42 doesn't count: its pull request 7 was not merged into main as ${merged}`,
    );
  });

  test("where another pull request of the same commit may have been planned, named or not", async () => {
    const elsewhere = aPull({
      number: 9,
      merged_at: null,
      merge_commit_sha: null,
      base: { ref: "mine" },
    });
    const pulls = [aPull(), elsewhere];
    const reason = `run 42 doesn't count: which pull request it planned can't be told: 7, 9 are all of more-access at ${head}`;
    expect(await refusal({ pulls }, 42)).toBe(reason);
    expect(await refusal({ pulls })).toBe(reason);
  });
});

test("a commit that main has left behind is refused, as where an old run is started again", async () => {
  const reason = `main has moved on to ${other}: apply that commit, not ${merged}`;
  expect(await refusal({ main: other })).toBe(reason);
  expect(await refusal({ main: other }, 42)).toBe(reason);
});

test("what is no commit is refused before anything is asked", async () => {
  await expect(find({}, undefined, "main")).rejects.toThrow(
    "a commit is written as 40 hexadecimal digits",
  );
});

describe("npm run reviewed-run", () => {
  const command = (
    github: MockRuns,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) =>
    runProcess(
      process.execPath,
      ["cli/start.mjs", "cli/reviewed-run.ts", "--commit", merged, ...args],
      {
        cwd: project,
        env: {
          GITHUB_TOKEN: token,
          GITHUB_API_URL: github.url,
          GITHUB_REPOSITORY: "acme/app",
          ...env,
        },
      },
    );

  test("writes the id, and takes an empty --run for none", async () => {
    const github = await start({});
    const found = { status: 0, stdout: "42\n", stderr: "" };
    expect(await command(github)).toEqual(found);
    expect(await command(github, ["--run", ""])).toEqual(found);
    expect(await command(github, ["--run", "42"])).toEqual(found);
  });

  test("ends with 3 and says what to do; a branch's name can't write to the terminal", async () => {
    const github = await start({
      runs: [aRun({ head_branch: "\u001b[31m\n::error::x" })],
    });
    const { status, stdout, stderr } = await command(github, ["--run", "42"]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(
      /^refused: run 42 doesn't count: no pull request of .*; to apply what is on main, run the workflow plan\.yml there, .*\n$/,
    );
    expect(stderr).not.toContain("\u001b");
  });

  test.each(["7\nrun=8", "../7", "0", "latest"])(
    "%j is no run",
    async (named) => {
      const github = await start({});
      const { status, stdout, stderr } = await command(github, [
        "--run",
        named,
      ]);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toContain("It is a number from 1.");
      expect(github.requests).toEqual([]);
    },
  );

  test.each([
    [401, "Bad credentials", "the token is not valid"],
    [
      403,
      "Resource not accessible by integration",
      "give the job the permissions actions: read, contents: read, pull-requests: read",
    ],
    [404, "Not Found", "the token may not see it"],
  ])("ends with 1 where GitHub answers %d", async (code, message, advice) => {
    const github = await start({});
    github.answers.push(json(code, { message }));
    const { status, stdout, stderr } = await command(github);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^error: GitHub answered ${code} to GET .*${message}`),
    );
    expect(stderr).toContain(advice);
  });

  test("ends with 1 where an answer isn't as GitHub writes it", async () => {
    const github = await start({});
    github.answers.push(json(200, { object: {} }));
    const { status, stdout } = await command(github);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });
});
