import type { Terraform } from "../modules/terraform-cli";
import {
  startProcess,
  type ProcessResult,
  type StartedProcess,
} from "./start-process";

export interface TerraformProps {
  readonly terraform: Terraform;
  /** The stack's folder. */
  readonly folder: string;
  /** What the lab asks to be in the environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The command line configuration. */
  readonly configFile: string;
}

/** Starts Terraform on a stack, with credentials of the lab and no others. */
export function startTerraform(
  props: TerraformProps,
  ...args: readonly string[]
): StartedProcess {
  return startProcess(props.terraform.command, args, {
    cwd: props.folder,
    env: {
      PATH: process.env.PATH,
      HOME: props.folder,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: props.configFile,
      TF_IN_AUTOMATION: "1",
      ...props.variables,
    },
  });
}

/** Runs Terraform on a stack to its end. */
export function runTerraform(
  props: TerraformProps,
  ...args: readonly string[]
): Promise<ProcessResult> {
  return startTerraform(props, ...args).result;
}
