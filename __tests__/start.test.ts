import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectFolder, repository } from "./support/project-folder";
import { run } from "./support/run";

const environment = (account: string): string => `account: "${account}"
backend: { local: {} }
clusters: { us: { region: us-east-1 } }
`;

let project: string;
beforeEach(() => {
  project = projectFolder({ "dev.yaml": environment("111122223333") });
});

/** Starts the app as `cdktf.json` says; gives what it printed. */
function start(): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["cli/start.mjs", "main.ts"],
    {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, CDKTF_OUTDIR: join(project, "out") },
    },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const synthesized = (): string =>
  readFileSync(join(project, "out/stacks/dev-us/cdk.tf.json"), "utf8");
const bundle = (): string => join(project, ".cache/bundles/main.ts.cjs");

test("cdktf.json starts the app by it", () => {
  expect(
    JSON.parse(readFileSync(join(project, "cdktf.json"), "utf8")),
  ).toMatchObject({ app: "node cli/start.mjs main.ts" });
});

test("synthesizes what main.ts synthesizes, with and without a bundle that is there", () => {
  start();
  const first = synthesized();
  expect(existsSync(bundle())).toBe(true);
  start();
  expect(synthesized()).toBe(first);
});

test("reads the environment files anew each time", () => {
  start();
  writeFileSync(
    join(project, "environments/dev.yaml"),
    environment("444455556666"),
  );
  start();
  expect(synthesized()).toContain("444455556666");
});

test("takes a change of the code at once", () => {
  expect(start()).toBe("");
  appendFileSync(join(project, "main.ts"), 'console.log("changed");\n');
  expect(start()).toBe("changed\n");
});

test.each([
  [
    "is gone",
    (): void => {
      rmSync(bundle());
    },
  ],
  [
    "says nothing of its files",
    (): void => {
      writeFileSync(bundle(), 'console.log("another");\n');
    },
  ],
  [
    "is of other files",
    (): void => {
      writeFileSync(bundle(), '// {}\nconsole.log("another");\n');
    },
  ],
])("makes a bundle that %s again", (_, damage) => {
  start();
  const first = synthesized();
  damage();
  expect(start()).toBe("");
  expect(synthesized()).toBe(first);
});

test("a bundle is made once, also where the code is linked", () => {
  start();
  const { mtimeNs } = statSync(bundle(), { bigint: true });
  start();
  expect(statSync(bundle(), { bigint: true }).mtimeNs).toBe(mtimeNs);
});

test("where it can't keep the bundle, the app runs all the same", () => {
  rmSync(join(project, ".cache"), { recursive: true, force: true });
  writeFileSync(join(project, ".cache"), "a file, where the folder would be");
  expect(start()).toBe("");
  expect(synthesized()).toContain("111122223333");
});

test("every command that users call starts so, with its arguments and its status", async () => {
  const { scripts } = JSON.parse(
    readFileSync(join(repository, "package.json"), "utf8"),
  ) as { scripts: Record<string, string> };
  const commands = Object.entries(scripts).filter(([, script]) =>
    script.startsWith("node cli/start.mjs "),
  );
  expect(commands.map(([name]) => name).sort()).toEqual([
    "access",
    "apply",
    "check",
    "comment",
    "handoff",
    "plan",
    "review",
    "reviewed-run",
    "validate",
  ]);
  for (const [name, script] of commands) {
    const [, ...args] = script.split(" ");
    const node = (...more: readonly string[]) =>
      run(process.execPath, [...args, ...more], { cwd: repository });
    expect((await node("--help")).stdout).toContain(`Usage: ${name} `);
    expect(await node("--nosuch")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error: /) as string,
    });
  }
}, 60_000);

test("an entry that isn't there is named", async () => {
  const { status, stderr } = await run(
    process.execPath,
    ["cli/start.mjs", "cli/nosuch.ts"],
    { cwd: repository },
  );
  expect(status).toBe(1);
  expect(stderr).toContain("cli/nosuch.ts");
});
