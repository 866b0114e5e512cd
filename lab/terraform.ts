import { spawn } from "node:child_process";
import type { Terraform } from "../modules/terraform-cli";

export interface TerraformProps {
  readonly terraform: Terraform;
  /** The stack's folder. */
  readonly folder: string;
  /** What the lab asks to be in the environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The command line configuration. */
  readonly configFile: string;
}

export interface TerraformResult {
  readonly status: number;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A run of Terraform that is under way. */
export interface TerraformRun {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly output: () => string;
  readonly result: Promise<TerraformResult>;
}

/** Longest time for one run, in milliseconds. */
const timeout = 300_000;

/** Starts Terraform on a stack, with credentials of the lab and no others. */
export function startTerraform(
  props: TerraformProps,
  ...args: readonly string[]
): TerraformRun {
  const child = spawn(props.terraform.command, args, {
    cwd: props.folder,
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
    env: {
      PATH: process.env.PATH,
      HOME: props.folder,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: props.configFile,
      TF_IN_AUTOMATION: "1",
      ...props.variables,
    },
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return {
    kill: (signal) => {
      child.kill(signal);
    },
    output: () => output,
    result: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        resolve({ status: code ?? 1, signal, output });
      });
    }),
  };
}

/** Runs Terraform on a stack to its end. */
export function runTerraform(
  props: TerraformProps,
  ...args: readonly string[]
): Promise<TerraformResult> {
  return startTerraform(props, ...args).result;
}
