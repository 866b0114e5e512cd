import type { Command } from "commander";
import {
  findTerraform,
  missingTerraform,
  type Terraform,
} from "../../modules/terraform-cli";

/** Terraform or OpenTofu as it is here; where neither runs, the command ends with what to do. */
export function requireTerraform(command: Command): Terraform {
  return (
    findTerraform(process.env) ??
    command.error(`error: ${missingTerraform(process.env)}`)
  );
}
