import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { findProvider, writeProviderMirror } from "../../modules/terraform-cli";
import type { Component } from "./component";
import { run, type Finished } from "./run";
import { temporaryFolder } from "./temporary-folder";

type ProviderName = "aws" | "kubernetes";

/** Terraform itself. */
export const terraform: Component = {
  name: "terraform",
  isThere:
    spawnSync("terraform", ["version"], {
      env: baseEnvironment(),
      timeout: 20_000,
    }).status === 0,
  advice: "put terraform 1.11 or newer on the PATH",
};

/** OpenTofu, which reads the same files. */
export const openTofu: Component = {
  name: "tofu",
  isThere:
    spawnSync("tofu", ["version"], {
      env: baseEnvironment(),
      timeout: 20_000,
    }).status === 0,
  advice: "put OpenTofu 1.10 or newer on the PATH as tofu",
};

/** A provider of a version that satisfies a stack's range. */
export function provider(
  name: ProviderName,
  since: string,
  before?: string,
): Component {
  const found = binaries[name];
  const isOlder =
    found === undefined ||
    before === undefined ||
    !isAtLeast(found.version, before);
  return {
    name: `provider hashicorp/${name} >= ${since}${before === undefined ? "" : `, < ${before}`}`,
    isThere:
      terraform.isThere &&
      isOlder &&
      (found ? isAtLeast(found.version, since) : canInstall(name, since)),
    advice: `let terraform reach its registry, or name the executable terraform-provider-${name}_v*, or a folder that holds it, by ${variableOf(name)}${
      found ? ` (found ${found.version} only)` : ""
    }`,
  };
}

/** Runs terraform (or OpenTofu) in a folder, without credentials that mean anything, and without asking AWS. */
export function runTerraform(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command: "terraform" | "tofu" = "terraform",
): Promise<Finished> {
  return run(command, args, {
    cwd: folder,
    env: { ...terraformEnvironment(), ...env },
  });
}

/** One finding of `terraform validate -json`. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string };
}

/** What `terraform validate -json` says of an initialized folder. */
export async function validate(folder: string): Promise<{
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const { stdout, stderr } = await runTerraform(folder, ["validate", "-json"]);
  if (!stdout.startsWith("{"))
    throw new Error(`terraform validate said: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof validate>>;
}

/** `terraform init` without the backend: providers and modules only. */
export async function initWithoutBackend(folder: string): Promise<void> {
  const { status, stdout, stderr } = await runTerraform(folder, [
    "init",
    "-backend=false",
    "-input=false",
    "-no-color",
  ]);
  if (status !== 0)
    throw new Error(`terraform init failed: ${stdout}${stderr}`);
}

function baseEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: homedir(),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
}

function terraformEnvironment(): Readonly<Record<string, string>> {
  return {
    ...baseEnvironment(),
    ...(cliConfig !== undefined && { TF_CLI_CONFIG_FILE: cliConfig }),
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "none",
    AWS_SHARED_CREDENTIALS_FILE: "none",
  };
}

function variableOf(name: ProviderName): string {
  return `TERRAFORM_PROVIDER_${name.toUpperCase()}`;
}

function isAtLeast(version: string, since: string): boolean {
  const [left, right] = [version, since].map((text) =>
    text.split(".").map(Number),
  );
  for (const [index, part] of (right ?? []).entries()) {
    const other = left?.[index] ?? 0;
    if (other !== part) return other > part;
  }
  return true;
}

const binaries = {
  aws: findProvider("hashicorp/aws", process.env),
  kubernetes: findProvider("hashicorp/kubernetes", process.env),
};

const cliConfig = writeCliConfig();

/** Takes what was found from a mirror, the rest from the registry; or the user's own, where it exists. */
function writeCliConfig(): string | undefined {
  const own = process.env.TF_CLI_CONFIG_FILE;
  const found = Object.values(binaries).filter((one) => one !== undefined);
  if (found.length === 0)
    return own !== undefined && existsSync(own) ? own : undefined;
  return writeProviderMirror(temporaryFolder(), found);
}

/** Whether terraform gets a provider by itself, from the registry or as the user configured it. */
function canInstall(name: ProviderName, since: string): boolean {
  // Removed here and not by a hook: jest runs no hook where every test is skipped.
  const folder = mkdtempSync(join(tmpdir(), "eks-workload-identity-"));
  try {
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({
        terraform: {
          required_providers: {
            [name]: { source: `hashicorp/${name}`, version: `>= ${since}` },
          },
        },
      }),
    );
    const { status } = spawnSync("terraform", ["init", "-input=false"], {
      cwd: folder,
      env: terraformEnvironment(),
      timeout: 60_000,
      killSignal: "SIGKILL",
    });
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
