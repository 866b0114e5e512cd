import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectFolder, repository } from "./project-folder";

/** A project folder whose commands work on it and on nothing else: they are copies. */
export function projectCopy(
  environments: Readonly<Record<string, string>>,
): string {
  const folder = projectFolder(environments);
  for (const name of ["cli", "modules"]) {
    rmSync(join(folder, name));
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  return folder;
}
