import { readdirSync } from "node:fs";
import { placeFinding, type Fault } from "../fault";
import { namePattern } from "../schema";

/** The environments of a folder, and what is wrong with its files' names or with those asked for. */
export interface Listing {
  readonly names: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Lists the environment files of a folder.
 *
 * @param shownAs what messages call the folder
 * @param only names of the environments that are asked for; faults of others don't count
 */
export function listEnvironments(
  directory: string,
  shownAs: string,
  only: readonly string[] | undefined,
): Listing {
  const fault = (
    file: string,
    rule: string,
    got: string | undefined,
    fix: string,
  ): Fault => placeFinding(file, 1, 1, { path: [], rule, got, fix });
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
        fault(
          shownAs,
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
          fault(
            `${shownAs}/${file}`,
            "an environment file ends in .yaml",
            file,
            `rename it to ${name}.yaml`,
          ),
        );
    } else if (!namePattern.test(name)) {
      if (wanted(name))
        faults.push(
          fault(
            `${shownAs}/${file}`,
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
        fault(
          shownAs,
          "ENVIRONMENT names an environment that has no file",
          name,
          names.length === 0
            ? "create its file"
            : `name some of ${names.join(", ")}, separated by commas`,
        ),
      );
  if (only === undefined && names.length === 0 && faults.length === 0)
    faults.push(
      fault(
        shownAs,
        "must hold at least one environment file",
        undefined,
        "create one, such as dev.yaml",
      ),
    );
  return { names, faults };
}
