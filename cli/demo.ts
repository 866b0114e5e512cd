import { Command } from "commander";
import { join } from "node:path";
import { keepDemo } from "../lab/light/keep-demo";
import { runDemo } from "../lab/light/run-demo";
import { MissingComponent } from "../lab/missing-component";
import { print } from "./support/print";
import { interruptSignal } from "./support/stopping-signal";

const environments = join(__dirname, "..", "environments");
const missing = 3;

const command = new Command("demo")
  .description(
    "Deploys the environment sandbox on an AWS that runs on this machine only, and asks as every workload's pods who they are.",
  )
  .option("--keep", "leave it up; `npm run lab -- down` ends it", false)
  .addHelpText(
    "after",
    `\nExit status: 0 every line of the table is right, 1 one is not, ${missing} a program is missing.`,
  )
  .action(demo);

void command.parseAsync();

async function demo(options: { readonly keep: boolean }): Promise<void> {
  const signal = interruptSignal();
  const props = { environments, environment: process.env, say: print };
  try {
    const right = options.keep
      ? await keepDemo(props)
      : await runOnce({ ...props, signal });
    if (!right) process.exitCode = 1;
  } catch (error) {
    print(
      signal.aborted
        ? "stopped; nothing is left running"
        : error instanceof Error
          ? error.message
          : String(error),
    );
    process.exitCode = error instanceof MissingComponent ? missing : 1;
  }
}

async function runOnce(props: Parameters<typeof runDemo>[0]): Promise<boolean> {
  const { right, close } = await runDemo(props);
  await close();
  print(
    `\n${right ? "every pod has the declared role, and no neighbour has one" : "a line is WRONG"}`,
  );
  print(
    "who may become which role, and what each may do: npm run access -- sandbox",
  );
  print(
    "everything was stopped and removed; npm run demo -- --keep leaves it up to work on",
  );
  return right;
}
