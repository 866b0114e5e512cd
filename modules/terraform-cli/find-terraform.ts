import { spawnSync } from "node:child_process";

/** Terraform or OpenTofu as it is on this machine. */
export interface Terraform {
  /** What to run. */
  readonly command: string;
  /** Such as `Terraform v1.11.4`. */
  readonly version: string;
}

/**
 * Finds the command that `TERRAFORM_BINARY_NAME` (cdktf's own variable) names, else `terraform`, else
 * `tofu`; `undefined` where none runs.
 */
export function findTerraform(
  environment: NodeJS.ProcessEnv,
): Terraform | undefined {
  const named = environment.TERRAFORM_BINARY_NAME;
  for (const command of named ? [named] : ["terraform", "tofu"]) {
    const { status, stdout } = spawnSync(command, ["version"], {
      encoding: "utf8",
      env: { ...environment, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" },
      timeout: 20_000,
    });
    const version = /^(Terraform|OpenTofu) v\S+/m.exec(stdout)?.[0];
    if (status === 0 && version !== undefined) return { command, version };
  }
  return undefined;
}

/** Why `findTerraform` finds none, and what to do. */
export function missingTerraform({
  TERRAFORM_BINARY_NAME: named,
}: NodeJS.ProcessEnv): string {
  return named
    ? `${JSON.stringify(named)}, named by TERRAFORM_BINARY_NAME, doesn't run as Terraform or OpenTofu; name one that does, or unset the variable`
    : "neither terraform nor tofu runs here; install Terraform 1.10 or later, or name one by TERRAFORM_BINARY_NAME";
}
