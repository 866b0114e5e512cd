import { join } from "node:path";
import { stringify } from "yaml";
import {
  formatFault,
  loadEnvironments,
  type Environment,
} from "../../modules/environment";
import type { Fields } from "./environment-fields";
import { temporaryFolder } from "./temporary-folder";

/**
 * Loads environment files through the file reader, as the app does.
 *
 * @throws Error that lists every fault.
 */
export async function loadFiles(
  files: Readonly<Record<string, string>>,
): Promise<readonly Environment[]> {
  const folder = temporaryFolder(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        join("environments", path),
        text,
      ]),
    ),
  );
  return loadDirectory(join(folder, "environments"));
}

/** Loads one environment, called `test`. */
export async function loadFields(fields: Fields): Promise<Environment> {
  const [environment] = await loadFiles({ "test.yaml": stringify(fields) });
  if (environment === undefined) throw new Error("no environment");
  return environment;
}

export async function loadDirectory(
  directory: string,
): Promise<readonly Environment[]> {
  const { environments, faults } = await loadEnvironments({ directory });
  if (faults.length > 0) throw new Error(faults.map(formatFault).join("\n"));
  return environments;
}
