import { cpSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Component } from "../../support/component";

/** Public modules by the folder that a checkout of theirs has, each with the tag that the tests are written for. */
const tags = {
  "iam-5": "terraform-aws-modules/terraform-aws-iam at v5.60.0",
  "iam-6": "terraform-aws-modules/terraform-aws-iam at v6.5.0",
  "eks-pod-identity-1":
    "terraform-aws-modules/terraform-aws-eks-pod-identity at v1.12.1",
} as const;

export type PublicModule = keyof typeof tags;

const setting = process.env.TERRAFORM_PUBLIC_MODULES;

/** A checkout of a public module, below the folder that TERRAFORM_PUBLIC_MODULES names. */
export function publicModule(name: PublicModule): Component {
  return {
    name: tags[name],
    isThere: setting !== undefined && existsSync(join(setting, name)),
    advice: `let TERRAFORM_PUBLIC_MODULES name a folder that has it as ${name}`,
  };
}

/**
 * Copies a checkout to `modules/<name>`, for a configuration to call. What versions it asks for stays behind: newer
 * checkouts refuse providers that have every argument of theirs.
 */
export function copyPublicModule(name: PublicModule, folder: string): void {
  cpSync(join(setting ?? "", name), join(folder, "modules", name), {
    recursive: true,
    filter: (path) => ![".git", "versions.tf"].includes(basename(path)),
  });
}
