import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Runs terraform in a folder and gives what it printed, or throws what it said. */
export type Terraform = (
  folder: string,
  args: readonly string[],
) => Promise<string>;

/** Providers that ask nobody: plans are made of the configuration and the state alone. */
const providers = `
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
`;

/** Makes the plan of one stage of a story, such as `after`, on a state, in a new folder. */
export async function planOf(
  terraform: Terraform,
  story: string,
  folder: string,
  stage: string,
  state: string | undefined,
  ...more: readonly string[]
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const ending of ["tf", "tf.json"]) {
    const text = readIfThere(join(story, `${stage}.${ending}`));
    if (text !== undefined) writeFileSync(join(folder, `main.${ending}`), text);
  }
  writeFileSync(join(folder, "providers.tf"), providers);
  const modules = join(story, "modules");
  if (existsSync(modules))
    cpSync(modules, join(folder, "modules"), { recursive: true });
  if (state !== undefined)
    writeFileSync(join(folder, "terraform.tfstate"), state);
  rmSync(join(folder, "plan"), { force: true });
  await terraform(folder, ["init", "-input=false", "-no-color"]);
  await terraform(folder, [
    "plan",
    "-refresh=false",
    "-input=false",
    "-no-color",
    "-out=plan",
    ...more,
  ]);
  return terraform(folder, ["show", "-json", "plan"]);
}

/** A plan as it is kept: without the time at which it was made, and without the state, which isn't read. */
export function keptPlan(text: string): string {
  const plan = Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).filter(
      ([key]) => key !== "timestamp" && key !== "prior_state",
    ),
  );
  return `${JSON.stringify(plan)}\n`;
}

export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
