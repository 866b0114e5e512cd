import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where administrators' programs are, which ordinary users' PATH may lack. */
const systemFolders = ["/usr/sbin", "/sbin"];

/**
 * Finds a program: the one that a variable names, else the first of its name on the PATH. The variable
 * wins even where it names nothing that runs, so that a wrong setting shows.
 */
export function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv,
  setting?: string,
): string | undefined {
  const named = setting === undefined ? undefined : environment[setting];
  if (named !== undefined && named !== "")
    return isProgram(named) ? named : undefined;
  return [...(environment.PATH ?? "").split(delimiter), ...systemFolders]
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
