import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeModels } from "../../modules/deployment";
import { readPlan } from "../../modules/review";
import { projectCopy } from "../support/project-copy";
import { repository } from "../support/project-folder";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

/** A Terraform that shows what lies in the stack's folder, and notes that it applies. */
const script = `#!/bin/sh
case "$1" in
version) echo "Terraform v1.11.4" ;;
show) cat plan ;;
apply) echo "$*" >>applied ;;
esac
`;
const environment = `account: "111122223333"
backend: { local: {} }
clusters:
  us: { region: us-east-1 }
`;

const fieldsOf = (plan: string): object => JSON.parse(plan) as object;
const planOf = (story: string): string =>
  readFileSync(
    join(repository, "__tests__/review/stories", story, "plan.json"),
    "utf8",
  );
const harmless = planOf("statements-reordered");
/** Its digest is as good as another one; what it holds can't be reviewed. */
const partly = JSON.stringify({ ...fieldsOf(harmless), complete: false });
const errored = planOf("precondition-failed");

let project: string;
let terraform: string;

beforeAll(() => {
  project = projectCopy({ "prod.yaml": environment });
  terraform = join(temporaryFolder({ terraform: script }), "terraform");
  chmodSync(terraform, 0o755);
});

/** Runs apply on a plan, of which the reviewed one was kept. */
async function apply(
  plan: string,
  reviewed = plan,
  args: readonly string[] = [],
) {
  const place = temporaryFolder({ plan });
  const folder = join(place, "models");
  writeModels(folder, [readPlan("prod-us", reviewed)]);
  const stack = join(project, "cdktf.out/stacks/prod-us");
  await run("rm", ["-rf", stack], { cwd: project });
  await run("mkdir", ["-p", stack], { cwd: project });
  await run("cp", [join(place, "plan"), stack], { cwd: project });
  const finished = await run(
    process.execPath,
    ["cli/start.mjs", "cli/apply.ts", "prod", "--reviewed", folder, ...args],
    { cwd: project, env: { TERRAFORM_BINARY_NAME: terraform } },
  );
  return { ...finished, folder, applied: existsSync(join(stack, "applied")) };
}

test("what was reviewed as a whole is applied", async () => {
  expect(await apply(harmless)).toMatchObject({ status: 0, applied: true });
});

test("a dry run ends as an apply would, and applies nothing", async () => {
  const dry = ["--dry-run"];
  expect(await apply(harmless, harmless, dry)).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "what is planned is what was reviewed; nothing is applied\n",
    applied: false,
  });
  expect(await apply(harmless, partly, dry)).toMatchObject({ status: 3 });
  expect(await apply(partly, partly, dry)).toMatchObject({ status: 4 });
});

test.each([
  [
    "of a part only",
    partly,
    "prod-us: refused: it can't be reviewed: the plan is of a part only",
  ],
  [
    "with a policy that can't be read",
    planOf("sensitive-policy"),
    "prod-us: refused: it can't be reviewed: ",
  ],
])(
  "a plan %s is applied where that is asked for only, though its digest is the kept one's",
  async (_, plan, message) => {
    const refused = await apply(plan);
    expect(refused).toMatchObject({ status: 4, stdout: "", applied: false });
    expect(refused.stderr).toContain(message);
    expect(await apply(plan, plan, ["--allow-unknown"])).toMatchObject({
      status: 0,
      applied: true,
    });
  },
);

test.each([
  ["errored", errored, "the plan is errored"],
  ["unreadable", "no plan", "not JSON"],
])(
  "an %s plan is never applied, whatever was kept",
  async (_, plan, message) => {
    const refused = await apply(plan, plan, ["--allow-unknown"]);
    expect(refused).toMatchObject({ status: 4, applied: false });
    expect(refused.stderr).toMatch(
      new RegExp(`^prod-us: refused: .*${message}.*\\n$`),
    );
  },
);

test.each([
  ["errored", errored],
  ["of a part only", partly],
])("a whole plan is refused where the reviewed one was %s", async (_, kept) => {
  const refused = await apply(harmless, kept, ["--allow-unknown"]);
  expect(refused).toMatchObject({
    status: 3,
    stderr: "prod-us: refused: what is planned isn't what was reviewed\n",
    applied: false,
  });
  expect(refused.stdout).toContain("# What was reviewed");
});

test("a folder that holds no reviewed plan is told from a plan that changed", async () => {
  const refused = await apply(harmless, "no plan", ["--allow-unknown"]);
  expect(refused).toMatchObject({
    status: 4,
    stderr: `prod-us: refused: there is no reviewed plan of it in ${refused.folder}\n`,
    applied: false,
  });
  expect(refused.stdout).toContain("# What was reviewed");
});

test("a reviewed plan that can't be read is told from one that changed", async () => {
  const folder = temporaryFolder({ "prod-us.json": '{"reduced":2}' });
  const args = ["--allow-unknown", "--reviewed", folder];
  expect(await apply(harmless, harmless, args)).toMatchObject({
    status: 4,
    stderr: `prod-us: refused: its reviewed plan in ${folder} can't be read: not a reduced plan of this version: its field "reduced" is missing or has another form; plan again, and review that plan\n`,
    applied: false,
  });
});

test("text of a plan can't write to the terminal, nor begin a line", async () => {
  const address = "x\u001b[31m\n::error::y";
  const { status, stderr } = await apply(
    JSON.stringify({
      ...fieldsOf(harmless),
      deferred_changes: [{ resource_change: { address } }],
    }),
  );
  expect(status).toBe(4);
  expect(stderr).toMatch(/^prod-us: refused: it can't be reviewed: x.*\n$/);
  expect(stderr).not.toContain("\u001b");
});
