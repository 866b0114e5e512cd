import { Command } from "commander";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validateStacks } from "../modules/terraform-cli";
import { loadSelected } from "./support/load-selected";
import { print } from "./support/print";
import { synthesize } from "./support/synthesize";

const projectDirectory = join(__dirname, "..");

const command = new Command("validate")
  .description(
    "Synthesizes the environments to a folder of its own and runs `terraform validate` on every stack.",
  )
  .argument(
    "[environment...]",
    "environments to validate (default: the variable ENVIRONMENT, separated by commas; else all)",
  )
  .addHelpText(
    "after",
    "\nExit status: 0 nothing is invalid (what could not be validated is named), 1 a fault or an invalid stack.",
  )
  .action(validate);

void command.parseAsync();

async function validate(named: readonly string[]): Promise<void> {
  const environments = await loadSelected(projectDirectory, named);
  if (environments === undefined) {
    process.exitCode = 1;
    return;
  }
  const [first, ...others] = environments.map(({ name }) => name);
  if (first === undefined) return;
  const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    const isSynthesized = synthesize({
      project: projectDirectory,
      environments: [first, ...others],
      outdir,
      format: "json",
      print: process.stdout,
    });
    if (!isSynthesized) {
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
      say: print,
    });
    if (!right) process.exitCode = 1;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
