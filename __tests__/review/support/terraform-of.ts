import { existsSync } from "node:fs";
import { join } from "node:path";
import { runTerraform } from "../../support/terraform";
import type { Terraform } from "./plan-story";

/** Runs Terraform or OpenTofu, and throws what it said where it fails and there is no plan. */
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
    // A failed precondition ends a plan with an error, and the plan is written.
    const planned = args[0] === "plan" && existsSync(join(folder, "plan"));
    if (status !== 0 && !planned) throw new Error(`${stdout}${stderr}`);
    return stdout;
  };
}
