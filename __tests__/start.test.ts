import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./support/project-folder";

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
    ["cli/start-app.mjs"],
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
const bundle = (): string => join(project, ".cache/app/main.cjs");

test("cdktf.json starts the app by it", () => {
  expect(
    JSON.parse(readFileSync(join(project, "cdktf.json"), "utf8")),
  ).toMatchObject({ app: "node cli/start-app.mjs" });
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
    "has a damaged list of inputs",
    (): void => {
      writeFileSync(`${bundle()}.inputs.json`, "{");
    },
  ],
])("makes a bundle that %s again", (_, damage) => {
  start();
  const first = synthesized();
  damage();
  start();
  expect(synthesized()).toBe(first);
});
