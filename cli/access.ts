import { Command, Option } from "commander";
import { join } from "node:path";
import {
  accessMap,
  accessMapAsHtml,
  accessMapAsJson,
  accessMapAsMarkdown,
  accessMapAsMermaid,
  whoCan,
  whoCanAsMarkdown,
  type AccessMap,
} from "../modules/access";
import { loadActionCatalogue } from "../modules/permission-policy";
import { loadSelected } from "./support/load-selected";
import { say } from "./support/say";
import { writeOutput } from "./support/write-output";

const projectDirectory = join(__dirname, "..");

interface Options {
  readonly format: "md" | "json" | "html" | "mermaid";
  readonly out?: string;
  readonly whoCan?: string;
  readonly on?: string;
}

const command: Command = new Command("access")
  .description(
    "Writes who may become which role, and what each role may do, from environment files alone.",
  )
  .argument(
    "[environment...]",
    "environments (default: the variable ENVIRONMENT, separated by commas; else all)",
  )
  .addOption(
    new Option("--format <format>", "what to write")
      .choices(["md", "json", "html", "mermaid"])
      .default("md"),
  )
  .option("--out <file>", "write to a file instead of standard output")
  .option(
    "--who-can <action>",
    "instead of the map: which service accounts may do this, such as s3:GetObject",
  )
  .option("--on <arn>", "with --who-can: on this resource (default: any)")
  .addHelpText(
    "after",
    "\nJSON of several environments is a list of maps.\nExit status: 0 written, 1 at least one fault or a wrong call.",
  )
  .action(access);

void command.parseAsync();

async function access(
  named: readonly string[],
  options: Options,
): Promise<void> {
  const { format, out, on } = options;
  if (on !== undefined && options.whoCan === undefined)
    command.error("error: --on goes with --who-can");
  if (options.whoCan !== undefined && format !== "md")
    command.error("error: --who-can is written as md only");
  const environments = await loadSelected(projectDirectory, named);
  if (environments === undefined) {
    process.exitCode = 1;
    return;
  }
  writeOutput(command, out, textOf(environments.map(accessMap), options));
  if (options.whoCan !== undefined) await warnOfUnknown(options.whoCan);
}

/** No statement that `check` lets pass without a word has such an action, so that the answers are of no use. */
async function warnOfUnknown(action: string): Promise<void> {
  const catalogue = await loadActionCatalogue([action]);
  if (!catalogue.hasAction(action))
    say(
      `warning: no action ${action} is known; mend it unless it is newer than the list`,
    );
}

function textOf(maps: readonly AccessMap[], options: Options): string {
  try {
    return write(maps, options);
  } catch (error) {
    return command.error(
      `error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function write(
  maps: readonly AccessMap[],
  { format, whoCan: action, on }: Options,
): string {
  if (action !== undefined)
    return maps
      .map((map) =>
        whoCanAsMarkdown(
          map,
          { action, ...(on !== undefined && { resource: on }) },
          whoCan(map, action, on),
        ),
      )
      .join("\n");
  if (format === "md") return maps.map(accessMapAsMarkdown).join("\n");
  if (format === "mermaid") return maps.map(accessMapAsMermaid).join("\n");
  if (format === "html") {
    const [one] = maps;
    if (one === undefined || maps.length > 1)
      throw new Error("html is written for one environment; name it");
    return accessMapAsHtml(one);
  }
  const [only] = maps;
  return only !== undefined && maps.length === 1
    ? accessMapAsJson(only)
    : `${JSON.stringify(maps, null, 2)}\n`;
}
