import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder";

/** The folder of this repository. */
export const repository = join(__dirname, "..", "..");

/**
 * A project folder with the app of this repository and environment files of its own. `main.ts` is a copy:
 * it reads the environments that lie beside it.
 */
export function projectFolder(
  environments: Readonly<Record<string, string>>,
): string {
  const folder = temporaryFolder(
    Object.fromEntries(
      Object.entries(environments).map(([path, text]) => [
        join("environments", path),
        text,
      ]),
    ),
  );
  for (const name of ["main.ts", "cdktf.json"])
    cpSync(join(repository, name), join(folder, name));
  for (const name of [
    "cli",
    "modules",
    "node_modules",
    "package.json",
    "tsconfig.json",
  ])
    symlinkSync(join(repository, name), join(folder, name));
  return folder;
}

/** Every file below a folder, by relative path. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    paths.map((path) => [
      path.slice(folder.length + 1),
      readFileSync(path, "utf8"),
    ]),
  );
}
