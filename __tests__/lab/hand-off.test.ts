import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { runTerraform } from "../../lab/terraform";
import { bundleOf, writeBundle } from "../../modules/hand-off";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import { prepareLab, type DeployedLab } from "./deployed-lab";

let prepared: DeployedLab | string;

beforeAll(async () => {
  prepared = await prepareLab();
  if (typeof prepared === "string")
    console.warn(`NOT PROVED: a bundle's own commands deploy it: ${prepared}`);
}, 120_000);
afterAll(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

/** The commands that a bundle's README has for a stack, without those for Kubernetes, which isn't here. */
function commandsFor(readme: string, stack: string): string {
  const block = new RegExp(`\`\`\`sh\\n(cd ${stack}\\n[^\`]+)\`\`\``).exec(
    readme,
  );
  const lines = (block?.[1] ?? "").split("\n");
  return lines.filter((line) => !/^(aws|kubectl) /.test(line)).join("\n");
}

/** A folder for PATH with nothing but Terraform in it. */
function onlyTerraform(command: string): string {
  const { stdout } = spawnSync("/bin/sh", ["-c", 'command -v "$0"', command], {
    encoding: "utf8",
  });
  const folder = temporaryFolder();
  symlinkSync(stdout.trim(), join(folder, "terraform"));
  return folder;
}

test("the commands of a bundle's README deploy it, without Node, and nothing changes for the app", async () => {
  if (typeof prepared === "string") return;
  const { environment, terraform } = prepared;
  const files = bundleOf(environment, { format: "hcl", backend: "keep" });
  const bundle = join(temporaryFolder(), "lab");
  writeBundle(bundle, files);
  const folder = join(temporaryFolder(), "copy");
  cpSync(bundle, folder, { recursive: true });
  const readme = files.find(({ path }) => path === "README.md")?.text ?? "";
  const commands = commandsFor(readme, "lab-us");
  expect(commands.match(/^\w+( \w+)?/gm)).toEqual([
    "cd lab",
    "terraform init",
    "terraform plan",
    "terraform apply",
    "cd",
  ]);
  const settings = terraform("lab-us");
  const { status, stdout, stderr } = await run("/bin/sh", ["-e"], {
    cwd: folder,
    input: commands,
    seconds: 120,
    env: {
      PATH: onlyTerraform(settings.terraform.command),
      HOME: folder,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: settings.configFile,
      ...settings.variables,
    },
  });
  expect([status, stdout.slice(-2000) + stderr]).toEqual([
    0,
    expect.stringContaining("Apply complete!"),
  ]);
  const app = await runTerraform(settings, "plan", "-detailed-exitcode");
  expect([app.status, app.output.slice(-500)]).toEqual([0, expect.any(String)]);
}, 180_000);
