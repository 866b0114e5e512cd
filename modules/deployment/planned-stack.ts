import type { Terraform } from "../terraform-cli";

/** The stack of one cluster, synthesized, as Terraform works on it. */
export interface StackFolder {
  readonly stack: string;
  /** The folder that holds its configuration, `.terraform` and its plan file. */
  readonly folder: string;
}

/** What every run of Terraform needs. */
export interface DeploymentProps {
  readonly terraform: Terraform;
  readonly stacks: readonly StackFolder[];
  /** The environment of Terraform's process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Gets lines for a person, without control characters. */
  readonly say: (line: string) => void;
  /** Stops Terraform in good order. */
  readonly signal?: AbortSignal;
}

/** The name that `cdktf diff` gives a plan file, in the stack's folder. */
export const planFile = "plan";
