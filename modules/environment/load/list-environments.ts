import { readdirSync } from "node:fs";
import { placeFinding, placeInFolder, type Fault } from "../fault";
import { namePattern } from "../schema";

/** The environments of a folder, and what is wrong with its files' names or with those asked for. */
export interface Listing {
  readonly names: readonly string[];
  readonly faults: readonly Fault[];
}

/** What names the environments that are asked for: an argument of the command, or the variable ENVIRONMENT. */
export type SelectedBy = "argument" | "variable";

/**
 * Lists the environment files of a folder.
 *
 * @param shownAs what messages call the folder
 * @param only names of the environments that are asked for; faults of others don't count
 * @param selectedBy what names them
 */
export function listEnvironments(
  directory: string,
  shownAs: string,
  only: readonly string[] | undefined,
  selectedBy: SelectedBy,
): Listing {
  const faultOfFolder = (
    rule: string,
    got: string | undefined,
    fix: string,
  ): Fault => placeInFolder(shownAs, { path: [], rule, got, fix });
  const faultOfFile = (
    file: string,
    rule: string,
    got: string,
    fix: string,
  ): Fault =>
    placeFinding(`${shownAs}/${file}`, 1, 1, { path: [], rule, got, fix });
  const names: string[] = [];
  const misnamed = new Set<string>();
  const faults: Fault[] = [];
  const wanted = (name: string): boolean =>
    only === undefined || only.includes(name);
  let files: string[] = [];
  try {
    files = readdirSync(directory).sort();
  } catch {
    return {
      names,
      faults: [
        faultOfFolder(
          "must be a folder that can be read",
          undefined,
          "create it, with one file per environment",
        ),
      ],
    };
  }
  for (const file of files) {
    const [, name = "", ending] = /^(.*)\.(ya?ml)$/i.exec(file) ?? [];
    if (ending === undefined) continue;
    if (ending !== "yaml" || !namePattern.test(name)) misnamed.add(name);
    if (ending !== "yaml") {
      if (wanted(name))
        faults.push(
          faultOfFile(
            file,
            "an environment file ends in .yaml",
            file,
            `rename it to ${name}.yaml`,
          ),
        );
    } else if (!namePattern.test(name)) {
      if (wanted(name))
        faults.push(
          faultOfFile(
            file,
            "an environment's name is a lower-case name",
            name,
            "rename the file; start with a letter and use letters, digits and hyphens",
          ),
        );
    } else names.push(name);
  }
  for (const name of only ?? [])
    if (!names.includes(name) && !misnamed.has(name))
      faults.push(
        faultOfFolder(
          selectedBy === "argument"
            ? "the argument names no environment"
            : "the variable ENVIRONMENT names no environment",
          name,
          fixOfSelection(name, names, selectedBy),
        ),
      );
  if (only === undefined && names.length === 0 && faults.length === 0)
    faults.push(
      faultOfFolder(
        "must hold at least one environment file",
        undefined,
        "create one, such as dev.yaml",
      ),
    );
  return { names, faults };
}

/** An environment's file in place of its name is the likeliest slip, as shells complete it. */
function fixOfSelection(
  written: string,
  names: readonly string[],
  selectedBy: SelectedBy,
): string {
  if (names.length === 0) return "create its file";
  const [, name = ""] = /^(?:[^]*\/)?([^/]*?)(?:\.ya?ml)?$/.exec(written) ?? [];
  if (names.includes(name))
    return `write it as ${name}, without folder and ending`;
  return selectedBy === "argument"
    ? `name one of ${names.join(", ")}`
    : `name some of ${names.join(", ")}, separated by commas`;
}
