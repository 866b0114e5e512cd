import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const project = join(__dirname, "..");

/** A copy of the project without environments: what tells the app where it is is copied, code is linked. */
export function copyProject(folder: string): void {
  mkdirSync(join(folder, "environments"), { recursive: true });
  for (const file of ["main.ts", "package.json", "tsconfig.json"])
    cpSync(join(project, file), join(folder, file));
  for (const code of ["cli", "modules", "node_modules"])
    symlinkSync(join(project, code), join(folder, code));
}
