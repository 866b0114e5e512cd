import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { formatFault, loadEnvironments } from "../modules/environment";
import {
  clusterFields,
  environmentFields,
  irsaFields,
  issuer,
} from "./support/environment-fields";
import {
  filesBelow,
  projectFolder,
  repository,
} from "./support/project-folder";
import { run, type Finished } from "./support/run";
import { temporaryFolder } from "./support/temporary-folder";

const good = stringify(environmentFields());
const other = stringify(
  environmentFields({
    account: "444455556666",
    clusters: { us: clusterFields({ issuer: issuer("eu") }) },
  }),
);
/** An unknown field, and a service account that is none. */
const bad = stringify(
  environmentFields({
    workloads: {
      echo: irsaFields({ serviceAcount: 1, serviceAccount: "echo" }),
    },
  }),
);

const places = [
  "environments/bad.yaml:10:21: workloads.echo.serviceAccount: ",
  "environments/bad.yaml:12:5: workloads.echo.serviceAcount: ",
];

/** The line of every fault in a project's environments. */
async function faultLines(folder: string): Promise<readonly string[]> {
  const { faults } = await loadEnvironments({
    directory: join(folder, "environments"),
  });
  return faults.map(formatFault);
}

function runApp(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return run(
    process.execPath,
    ["--no-deprecation", "--import", "tsx", "main.ts"],
    {
      cwd: folder,
      env: { HOME: folder, ...env },
    },
  );
}

/** The command line of cdktf, which runs the app as `cdktf.json` says. */
function runCdktf(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return run(join(repository, "node_modules", ".bin", "cdktf"), args, {
    cwd: folder,
    env: {
      HOME: temporaryFolder(),
      CHECKPOINT_DISABLE: "1",
      CI: "true",
      ...env,
    },
  });
}

describe("main.ts", () => {
  it("writes a stack for every cluster, and says nothing", async () => {
    const folder = projectFolder({ "prod.yaml": good, "dev.yaml": other });
    expect(await runApp(folder)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect([...filesBelow(join(folder, "cdktf.out")).keys()]).toEqual([
      "manifest.json",
      "stacks/dev-us/cdk.tf.json",
      "stacks/prod-us/cdk.tf.json",
    ]);
  }, 30_000);

  it("prints every fault on a line, ends with 1 and writes nothing", async () => {
    const folder = projectFolder({
      "bad.yaml": bad,
      "good.yaml": other,
      "worse.yml": good,
    });
    const lines = await faultLines(folder);
    expect(await runApp(folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: `${lines.join("\n")}\n`,
    });
    expect(lines).toEqual(
      [...places, "environments/worse.yml:1:1: "].map(
        (place) => expect.stringContaining(place) as unknown,
      ),
    );
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  }, 30_000);

  it("leaves what an earlier run wrote as it is where there is a fault", async () => {
    const folder = projectFolder({ "bad.yaml": bad });
    mkdirSync(join(folder, "cdktf.out"));
    writeFileSync(join(folder, "cdktf.out", "manifest.json"), "earlier");
    expect(await runApp(folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: `${(await faultLines(folder)).join("\n")}\n`,
    });
    expect([...filesBelow(join(folder, "cdktf.out"))]).toEqual([
      ["manifest.json", "earlier"],
    ]);
  }, 30_000);

  it("isn't stopped by a fault of an environment that ENVIRONMENT leaves out", async () => {
    const folder = projectFolder({ "bad.yaml": bad, "good.yaml": other });
    expect(await runApp(folder, { ENVIRONMENT: " good, " })).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect([...filesBelow(join(folder, "cdktf.out")).keys()]).toEqual([
      "manifest.json",
      "stacks/good-us/cdk.tf.json",
    ]);
  }, 30_000);

  it("refuses an ENVIRONMENT that has no file", async () => {
    const folder = projectFolder({ "good.yaml": other });
    expect(await runApp(folder, { ENVIRONMENT: "good,nosuch" })).toEqual({
      status: 1,
      stdout: "",
      stderr:
        'environments: the variable ENVIRONMENT names no environment, got "nosuch"; name some of good, separated by commas\n',
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  }, 30_000);

  it("refuses another output format than HCL and JSON", async () => {
    const folder = projectFolder({ "good.yaml": other });
    expect(await runApp(folder, { SYNTH_HCL_OUTPUT: "1" })).toEqual({
      status: 1,
      stdout: "",
      stderr:
        'SYNTH_HCL_OUTPUT: expected true (HCL) or false (Terraform JSON), got "1"; unset it, or use cdktf synth --hcl\n',
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  }, 30_000);

  it("leaves no file of the other output format behind", async () => {
    const folder = projectFolder({ "good.yaml": other });
    const seen: string[][] = [];
    for (const hcl of ["false", "true", "false"]) {
      const { status } = await runApp(folder, { SYNTH_HCL_OUTPUT: hcl });
      expect(status).toBe(0);
      seen.push([...filesBelow(join(folder, "cdktf.out", "stacks")).keys()]);
    }
    expect(seen).toEqual([
      ["good-us/cdk.tf.json"],
      ["good-us/cdk.tf", "good-us/metadata.json"],
      ["good-us/cdk.tf.json"],
    ]);
  }, 30_000);

  it("refuses text that isn't YAML without a stack trace", async () => {
    const folder = projectFolder({ "broken.yaml": 'account: "1\n  : [' });
    const { status, stdout, stderr } = await runApp(folder);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^(environments\/broken\.yaml:\d+:\d+: .+; .+\n)+$/);
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  }, 30_000);
});

describe("cdktf", () => {
  it("synthesizes good environments, each stack by its name", async () => {
    const folder = projectFolder({ "prod.yaml": good, "dev.yaml": other });
    const { status, stdout } = await runCdktf(folder, ["synth"]);
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(
        "Generated Terraform code for the stacks: dev-us, prod-us",
      ) as unknown,
    ]);
    expect([...filesBelow(join(folder, "cdktf.out", "stacks")).keys()]).toEqual(
      ["dev-us/cdk.tf.json", "prod-us/cdk.tf.json"],
    );
  }, 60_000);

  it("synthesizes HCL by --hcl, and the JSON again without", async () => {
    const folder = projectFolder({ "prod.yaml": good });
    const stack = join(folder, "cdktf.out", "stacks", "prod-us");
    const { status, stdout } = await runCdktf(folder, ["synth", "--hcl"]);
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(
        "Generated Terraform code for the stacks: prod-us",
      ) as unknown,
    ]);
    expect(readdirSync(stack).sort()).toEqual(["cdk.tf", "metadata.json"]);
    // cdktf formats the file after the app wrote it.
    const formatted = readFileSync(join(stack, "cdk.tf"), "utf8");
    await runApp(folder, { SYNTH_HCL_OUTPUT: "true" });
    expect(readFileSync(join(stack, "cdk.tf"), "utf8")).toBe(formatted);
    expect((await runCdktf(folder, ["synth"])).status).toBe(0);
    expect(readdirSync(stack)).toEqual(["cdk.tf.json"]);
  }, 60_000);

  it("shows every fault as one line and ends with 1, without a stack trace", async () => {
    const folder = projectFolder({ "bad.yaml": bad });
    const { status, stdout, stderr } = await runCdktf(folder, ["synth"]);
    expect(status).toBe(1);
    const shown = stderr.split("\n").map((line) => line.trim());
    const lines = await faultLines(folder);
    expect(lines).toHaveLength(places.length);
    for (const line of lines) expect(shown).toContain(line);
    expect(stdout + stderr).not.toMatch(/^\s*at .*:\d+:\d+\)?$/m);
    expect(existsSync(join(folder, "cdktf.out", "stacks"))).toBe(false);
  }, 60_000);

  it("lists the stacks", async () => {
    const folder = projectFolder({ "prod.yaml": good, "dev.yaml": other });
    const { status, stdout } = await runCdktf(folder, ["list"], {
      ENVIRONMENT: "prod",
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^prod-us +cdktf\.out\/stacks\/prod-us *$/m);
    expect(stdout).not.toContain("dev-us");
  }, 60_000);
});
