import { Command, Option } from "commander";
import { writeFileSync } from "node:fs";
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
import { loadSelected } from "./support/load-selected";

const projectDirectory = join(__dirname, "..");

interface Options {
  readonly format: "md" | "json" | "html" | "mermaid";
  readonly out?: string;
  readonly whoCan?: string;
  readonly on?: string;
}

const command = new Command("access")
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
  try {
    const text = write(environments.map(accessMap), options);
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text);
  } catch (error) {
    command.error(`error: ${error instanceof Error ? error.message : ""}`);
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
