import { runTerraform } from "../../support/terraform";
import type { Terraform } from "./plan-story";

/** Runs Terraform or OpenTofu, and throws what it said where it fails. */
export function terraformOf(
  command: "terraform" | "tofu" = "terraform",
  env: Readonly<Record<string, string>> = {},
): Terraform {
  return async (folder, args) => {
    const { status, stdout, stderr } = await runTerraform(
      folder,
      args,
      env,
      command,
    );
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    return stdout;
  };
}
