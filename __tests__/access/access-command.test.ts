import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../support/project-folder";
import { temporaryFolder } from "../support/temporary-folder";

const pinned = readFileSync(join(__dirname, "prod-access-map.txt"), "utf8");

function node(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: repository,
    encoding: "utf8",
    env: { ...process.env, ENVIRONMENT: "" },
  });
  return { status, stdout, stderr };
}

const run = (...args: readonly string[]) => node("cli/start.mjs", ...args);

describe("access", () => {
  test("writes the map of the named environment", () => {
    expect(run("cli/access.ts", "prod")).toEqual({
      status: 0,
      stdout: pinned,
      stderr: "",
    });
  });

  test("writes to a file", () => {
    const file = join(temporaryFolder({}), "access.md");
    expect(run("cli/access.ts", "prod", "--out", file)).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(readFileSync(file, "utf8")).toBe(pinned);
  });

  test("writes one map, or a list of all, as JSON", () => {
    const one = JSON.parse(
      run("cli/access.ts", "prod", "--format", "json").stdout,
    ) as { readonly environment: string };
    const all = JSON.parse(
      run("cli/access.ts", "--format", "json").stdout,
    ) as readonly { readonly environment: string }[];
    expect(one.environment).toBe("prod");
    expect(all.map(({ environment }) => environment)).toEqual([
      "dev",
      "prod",
      "sandbox",
    ]);
    expect(all[1]).toEqual(one);
  });

  test("answers who can do something", () => {
    const { status, stdout } = run(
      "cli/access.ts",
      "prod",
      "--who-can",
      "s3:GetObject",
      "--on",
      "arn:aws:s3:::acme-prod-reports/x",
    );
    expect(status).toBe(0);
    expect(stdout).toContain(
      "| **yes** | `prod-us` | `reports/reporter` | `arn:aws:iam::111122223333:role/workloads/prod-us-reports` | statement 1: Allow `s3:GetObject` on `arn:aws:s3:::acme-prod-reports/*`<br>within boundary `arn:aws:iam::111122223333:policy/workload-boundary` |\n",
    );
    expect(stdout).toContain(
      "not decidable from here: `arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess`",
    );
    expect(stdout).toContain(
      "Answers that are no: 3, of workloads on clusters: 7.",
    );
  });

  test.each([
    ["s3:GetObject", ""],
    ["S3:getobject", ""],
    [
      "s3:GetObjct",
      "warning: no action s3:GetObjct is known; mend it unless it is newer than the list\n",
    ],
    [
      "nosuch:GetObject",
      "warning: no action nosuch:GetObject is known; mend it unless it is newer than the list\n",
    ],
  ])("says whether the action %s is known", (action, stderr) => {
    const answered = run("cli/access.ts", "prod", "--who-can", action);
    expect(answered).toMatchObject({ status: 0, stderr });
    expect(answered.stdout).toContain(`# Who can \`${action}\``);
  });

  test("answers as the README shows", () => {
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    const shown = /<!-- example: who can -->\n\n```\n([\s\S]*?)```/.exec(
      readme,
    )?.[1];
    expect(
      run("cli/access.ts", "prod", "--who-can", "sqs:DeleteMessage").stdout,
    ).toBe(shown);
  });

  test.each([
    [
      ["--who-can", "GetObject"],
      'error: not an action: "GetObject"; write one with its service, such as s3:GetObject\n',
    ],
    [
      ["--who-can", "s3:GetObject", "--on", "foo"],
      'error: not an ARN: "foo"; write one such as arn:aws:s3:::bucket/key, or "*" for all resources\n',
    ],
    [
      ["--out", "/nonexistent/access.md"],
      "error: --out: /nonexistent/access.md can't be written: no such file or directory\n",
    ],
    [["--on", "*"], "error: --on goes with --who-can\n"],
    [
      ["--who-can", "s3:GetObject", "--format", "json"],
      "error: --who-can is written as md only\n",
    ],
  ])("refuses %j", (args, stderr) => {
    expect(run("cli/access.ts", "prod", ...args)).toEqual({
      status: 1,
      stdout: "",
      stderr,
    });
  });

  test("writes HTML of one environment only", () => {
    expect(run("cli/access.ts", "prod", "--format", "html").stdout).toMatch(
      /^<!doctype html>/,
    );
    expect(run("cli/access.ts", "--format", "html")).toEqual({
      status: 1,
      stdout: "",
      stderr: "error: html is written for one environment; name it\n",
    });
  });

  test("writes nothing on a fault", () => {
    const { status, stdout, stderr } = run("cli/access.ts", "nosuch");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^environments: the argument names no environment, got "nosuch"; .*\n1 fault\n$/,
    );
  });

  test("loads neither cdktf nor a provider nor constructs", () => {
    const { stdout } = node(
      "--import",
      "tsx",
      "-e",
      `process.on("exit", () => console.log(Object.keys(require.cache).filter(
        (file) => /node_modules.(cdktf|constructs|@cdktf)/.test(file)).length + " of "
        + Object.keys(require.cache).length));
      require("./cli/access.ts");`,
    );
    expect(stdout).toMatch(/\n0 of \d{3,}\n$/);
  });
});
