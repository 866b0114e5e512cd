import type { Command } from "commander";
import { findTerraform, type Terraform } from "../../modules/terraform-cli";

/** Terraform or OpenTofu as it is here; where neither runs, the command ends with what to do. */
export function requireTerraform(command: Command): Terraform {
  return (
    findTerraform(process.env) ??
    command.error(
      "error: neither terraform nor tofu runs here; install Terraform 1.10 or later, or name one by TERRAFORM_BINARY_NAME",
    )
  );
}
