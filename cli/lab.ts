import { Command } from "commander";
import { join, resolve } from "node:path";
import { runFullLab } from "../lab/full/run-full-lab";
import { endKeptLabs } from "../lab/kept-labs";
import { MissingComponent } from "../lab/missing-component";
import { print } from "./support/print";
import { interruptSignal } from "./support/stopping-signal";

const projectDirectory = join(__dirname, "..");
const missing = 3;

const command = new Command("lab")
  .description(
    "Runs the full lab: an emulated AWS and two real Kubernetes APIs in namespaces of their own. Deploys the environment sandbox and checks which pods get which role, and which don't.",
  )
  .option("--keep", "leave it up; `npm run lab -- down` ends it", false)
  .option(
    "--environments <folder>",
    "folder of environment files",
    join(projectDirectory, "environments"),
  )
  .addHelpText(
    "after",
    `\nExit status: 0 every check was right, 1 one was not, ${missing} a part is missing and nothing was checked. What is real, what isn't, and the settings LAB_*: docs/lab.md`,
  )
  .action(up);
command
  .command("down")
  .description("ends every lab and demo that was left up by --keep")
  .action(down);

void command.parseAsync();

async function up(options: {
  readonly keep: boolean;
  readonly environments: string;
}): Promise<void> {
  const signal = interruptSignal();
  try {
    const right = await runFullLab({
      environments: resolve(options.environments),
      keep: options.keep,
      environmentName: "sandbox",
      variables: process.env,
      say: print,
      signal,
    });
    if (!right) process.exitCode = 1;
  } catch (error) {
    if (signal.aborted) {
      print("interrupted; everything was stopped");
      process.exitCode = 1;
    } else if (error instanceof MissingComponent) {
      print(error.message);
      process.exitCode = missing;
    } else throw error;
  }
}

async function down(): Promise<void> {
  const count = await endKeptLabs(process.env);
  print(`${count} ${count === 1 ? "lab" : "labs"} ended`);
}
