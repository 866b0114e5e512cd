import Ajv from "ajv";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../support/project-folder";
import { projectCopy } from "../support/project-copy";
import { run, type Finished } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

const planOf = (story: string): string =>
  join(repository, "__tests__/review/stories", story, "plan.json");

function review(
  args: readonly string[],
  cwd = repository,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return run(process.execPath, ["cli/start.mjs", "cli/review.ts", ...args], {
    cwd,
    env,
  });
}

describe("the exit status", () => {
  const harmless = `prod-us=${planOf("statements-reordered")}`;
  const risky = `prod-us=${planOf("trust-widened")}`;
  const errored = `prod-eu=${planOf("precondition-failed")}`;

  test.each([
    ["0 where nothing is wrong", ["--plan", harmless], 0],
    ["3 at a high risk", ["--plan", risky], 3],
    ["0 where no risk fails", ["--plan", risky, "--fail-on", "never"], 0],
    ["4 at an errored plan", ["--plan", errored], 4],
    ["4 wins over 3", ["--plan", risky, "--plan", errored], 4],
    [
      "--allow-unknown lifts 4 only",
      ["--plan", risky, "--plan", errored, "--allow-unknown"],
      3,
    ],
    ["0 where only 4 is lifted", ["--plan", errored, "--allow-unknown"], 0],
    [
      "1 wins over 4 and 3",
      ["--plan", risky, "--plan", errored, "--plan", "prod-ap=/nosuch"],
      1,
    ],
    [
      "1 is lifted by nothing",
      ["--plan", "prod-ap=/nosuch", "--allow-unknown", "--fail-on", "never"],
      1,
    ],
    ["1 at a file that isn't there", ["--plan", "prod-us=/nosuch"], 1],
    [
      "1 at a file that is no plan",
      ["--plan", `prod-us=${join(repository, "package.json")}`],
      1,
    ],
    [
      "3 at any change, where that was asked",
      ["--plan", `prod-us=${planOf("path-changed")}`, "--fail-on-change"],
      3,
    ],
    [
      "0 at no change, where that was asked",
      ["--plan", harmless, "--fail-on-change"],
      0,
    ],
  ])("%s", async (_, args, expected) => {
    const { status, stdout } = await review(args);
    expect(stdout).toMatch(/^# Identity review\n/);
    expect(status).toBe(expected);
  });
});

describe("a wrong call", () => {
  test.each([
    ["nothing to review", [], "name an environment, or give plans by --plan"],
    [
      "a plan without a stack",
      ["--plan", "plan.json"],
      "Write it as in prod-us=plan.json.",
    ],
    [
      "two plans of a stack",
      ["--plan", "a=x", "--plan", "a=y"],
      "Stack a has a plan already.",
    ],
    [
      "a stack that the environment hasn't",
      ["prod", "--plan", "prod-ap=x"],
      'prod has no stack "prod-ap"; it has prod-eu, prod-us',
    ],
    [
      "models without an environment",
      ["--plan", "a=x", "--models", "."],
      "--models goes with an environment",
    ],
    [
      "a file that can't be written",
      [
        "--plan",
        `prod-us=${planOf("statements-reordered")}`,
        "--out",
        "/nonexistent/review.md",
      ],
      "error: --out: /nonexistent/review.md can't be written: no such file or directory\n",
    ],
    [
      "an environment that isn't there",
      ["nosuch"],
      'environments: the argument names no environment, got "nosuch"; name one of dev, prod, sandbox\n',
    ],
  ])("%s ends with 1 and says so", async (_, args, message) => {
    const { status, stdout, stderr } = await review(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test("a stack of the environment without a plan is named", async () => {
  const { status, stdout } = await review([
    "prod",
    "--plan",
    `prod-us=${planOf("irsa-gained")}`,
  ]);
  expect(stdout).toContain(
    "> - `prod-eu`: no plan of this stack of the environment was given\n",
  );
  expect(status).toBe(4);
});

test("reads a plan as UTF-8", async () => {
  const plan = join(temporaryFolder(), "plan.json");
  const text = readFileSync(planOf("trust-widened"), "utf8");
  writeFileSync(plan, text.replaceAll("arn:aws:iam", "arn:aws:iäm€"));
  const { stdout } = await review(["--plan", `prod-us=${plan}`]);
  expect(stdout).toContain("arn:aws:iäm€");
});

test("writes HTML, and JSON of the published form, to a file", async () => {
  const folder = temporaryFolder();
  const plan = `prod-us=${planOf("trust-widened")}`;
  const html = join(folder, "review.html");
  const json = join(folder, "review.json");
  expect(
    await review(["--plan", plan, "--format", "html", "--out", html]),
  ).toEqual({ status: 3, stdout: "", stderr: "" });
  expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>/);
  await review(["--plan", plan, "--format", "json", "--out", json]);
  const validate = new Ajv().compile(
    JSON.parse(
      readFileSync(join(repository, "docs/review.schema.json"), "utf8"),
    ) as object,
  );
  validate(JSON.parse(readFileSync(json, "utf8")));
  expect(validate.errors).toBeNull();
});

test("a reduced plan of a cluster that only the change has is reviewed too", async () => {
  const models = temporaryFolder({
    "prod-ap.json": "{}",
    "notes.txt": "",
    "..json": "{}",
  });
  const { stdout } = await review(["prod", "--models", models]);
  expect(stdout.match(/^> - `[^`]+`/gm)).toEqual([
    "> - `prod-ap`",
    "> - `prod-eu`",
    "> - `prod-us`",
  ]);
});

test("an acceptance that only the change has doesn't count, and says so", async () => {
  const text = readFileSync(
    join(repository, "__tests__/lab/fixture/environments/lab.yaml"),
    "utf8",
  );
  const project = projectCopy({ "lab.yaml": text });
  writeFileSync(
    join(project, "environments/lab.yaml"),
    `${text}acceptedRisks:\n  - { id: trust-any-subject, workload: echo, reason: mine }\n  - { id: trust-wildcard-subject, workload: echo, reason: mine }\n`,
  );
  const args = [
    "lab",
    "--plan",
    `lab-us=${planOf("trust-widened")}`,
    "--allow-unknown",
  ];
  const before = await review(args, project);
  expect(before.stderr).toMatch(/^NO ACCEPTED RISK COUNTS: .*"origin\/main"/);
  expect(before.status).toBe(3);
  const git = (...words: readonly string[]): Promise<Finished> =>
    run(
      "git",
      ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words],
      { cwd: project },
    );
  await git("init", "--initial-branch=main");
  await git("add", "environments");
  await git("commit", "--message=accepted");
  const after = await review([...args, "--base", "main"], project);
  expect(after.stdout).toMatch(/^\| high, accepted: mine \|/m);
  expect({ status: after.status, stderr: after.stderr }).toEqual({
    status: 0,
    stderr: "",
  });
});

test("an acceptance of what is no risk is warned of", async () => {
  const text = readFileSync(
    join(repository, "__tests__/lab/fixture/environments/lab.yaml"),
    "utf8",
  );
  const project = projectCopy({
    "lab.yaml": `${text}acceptedRisks:\n  - { id: wildcard-subject, workload: echo, reason: mine }\n`,
  });
  const { stderr } = await review(
    ["lab", "--plan", `lab-us=${planOf("trust-widened")}`],
    project,
  );
  expect(stderr).toMatch(
    /^environments\/lab\.yaml:\d+:11: warning: acceptedRisks\[0\]\.id: no risk of the review has this name, and the acceptance counts for none, got "wildcard-subject"; write it as trust-wildcard-subject$/m,
  );
});
