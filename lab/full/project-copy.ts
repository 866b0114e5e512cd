import {
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Owner } from "../../modules/environment";

const projectDirectory = join(__dirname, "../..");

export interface ProjectCopyProps {
  /** An empty folder's path; it is made. */
  readonly folder: string;
  /** The folder of environment files. */
  readonly environments: string;
  readonly environmentName: string;
  /** Who makes service accounts, in place of what the file says. @default as the file says */
  readonly serviceAccountOwner?: Owner;
}

/**
 * Copies the project, so that cdktf can deploy another version of an environment file than the shipped
 * one: what holds code is linked, what tells the app where it is is copied.
 */
export function copyProject(props: ProjectCopyProps): void {
  const { folder, environments, environmentName } = props;
  mkdirSync(folder, { recursive: true });
  for (const file of ["main.ts", "cdktf.json", "package.json", "tsconfig.json"])
    cpSync(join(projectDirectory, file), join(folder, file));
  for (const code of ["cli", "modules", "node_modules"])
    symlinkSync(join(projectDirectory, code), join(folder, code));
  cpSync(environments, join(folder, "environments"), { recursive: true });
  if (props.serviceAccountOwner === undefined) return;
  const file = join(folder, "environments", `${environmentName}.yaml`);
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(
    ["defaults", "serviceAccountOwner"],
    props.serviceAccountOwner,
  );
  writeFileSync(file, document.toString());
}
