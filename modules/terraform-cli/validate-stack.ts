import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Terraform } from "./find-terraform";

export interface ValidateStackProps {
  readonly terraform: Terraform;
  /** The folder that holds the stack's `cdk.tf.json`. It is not written to. */
  readonly stackFolder: string;
  /** An empty folder to work in. */
  readonly workFolder: string;
  /** The command line configuration; see `writeProviderMirror`. */
  readonly configFile: string;
  /** Local names of providers that can't be had: their part of the stack is left out. @default none */
  readonly without?: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export type Validation =
  | { readonly valid: true }
  | { readonly valid: false; readonly message: string };

/** Longest time for one run of Terraform, in milliseconds. */
const timeout = 180_000;

/** Runs `init -backend=false` and `validate` on a copy of a stack. */
export function validateStack(props: ValidateStackProps): Validation {
  mkdirSync(props.workFolder, { recursive: true });
  const file = join(props.workFolder, "cdk.tf.json");
  cpSync(join(props.stackFolder, "cdk.tf.json"), file);
  if (props.without && props.without.length > 0)
    writeFileSync(
      file,
      JSON.stringify(
        withoutProviders(
          JSON.parse(readFileSync(file, "utf8")) as TerraformJson,
          props.without,
        ),
      ),
    );
  try {
    for (const args of [
      ["init", "-backend=false", "-input=false", "-no-color"],
      ["validate", "-no-color"],
    ]) {
      const run = spawnSync(props.terraform.command, args, {
        cwd: props.workFolder,
        encoding: "utf8",
        timeout,
        env: {
          ...props.environment,
          CHECKPOINT_DISABLE: "1",
          TF_CLI_CONFIG_FILE: props.configFile,
          TF_IN_AUTOMATION: "1",
        },
      });
      if (run.status !== 0)
        return {
          valid: false,
          message:
            `${run.stdout}${run.stderr}`.trim() ||
            `${args.join(" ")} did not end within ${timeout / 1000} s`,
        };
    }
    return { valid: true };
  } finally {
    rmSync(props.workFolder, { recursive: true, force: true });
  }
}

interface TerraformJson {
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, unknown>>;
  };
}

/** A configuration without some providers and their resources. */
function withoutProviders(
  configuration: TerraformJson,
  names: readonly string[],
): TerraformJson {
  const isLeft = (type: string): boolean =>
    !names.some((name) => type === name || type.startsWith(`${name}_`));
  const left = (map: Readonly<Record<string, unknown>> | undefined) =>
    Object.fromEntries(
      Object.entries(map ?? {}).filter(([key]) => isLeft(key)),
    );
  return {
    ...configuration,
    provider: left(configuration.provider),
    resource: left(configuration.resource),
    terraform: {
      ...configuration.terraform,
      required_providers: left(configuration.terraform?.required_providers),
    },
  };
}
