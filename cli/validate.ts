import { Command } from "commander";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateStacks } from "../modules/terraform-cli";

const projectDirectory = join(__dirname, "..");

const command = new Command("validate")
  .description(
    "Synthesizes the environments to a folder of its own and runs `terraform validate` on every stack.",
  )
  .addHelpText(
    "after",
    "\nThe variable ENVIRONMENT selects environments, separated by commas; all without it.\nExit status: 0 nothing is invalid (what could not be validated is named), 1 a fault or an invalid stack.",
  )
  .action(validate);

command.parse();

function validate(): void {
  const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    const { status } = spawnSync(
      process.execPath,
      ["cli/start.mjs", "main.ts"],
      {
        cwd: projectDirectory,
        env: {
          ...process.env,
          CDKTF_OUTDIR: outdir,
          SYNTH_HCL_OUTPUT: "false",
        },
        stdio: "inherit",
      },
    );
    if (status !== 0) {
      process.exitCode = 1;
      return;
    }
    const folder = join(outdir, "stacks");
    const right = validateStacks({
      stacks: new Map(
        readdirSync(folder)
          .sort()
          .map((stack) => [stack, join(folder, stack)]),
      ),
      environment: process.env,
      say: (line) => {
        process.stdout.write(`${line}\n`);
      },
    });
    if (!right) process.exitCode = 1;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
