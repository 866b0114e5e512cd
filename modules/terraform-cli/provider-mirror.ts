import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ProviderExecutable } from "./find-provider";

/**
 * Lays out a folder from which Terraform takes these providers, by links, and writes the command line
 * configuration that says so. Other providers come from their registry.
 *
 * @returns the configuration file, for TF_CLI_CONFIG_FILE.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#explicit-installation-method-configuration
 */
export function writeProviderMirror(
  folder: string,
  providers: readonly ProviderExecutable[],
): string {
  const mirror = join(folder, "providers");
  const platform = `${process.platform === "win32" ? "windows" : process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  for (const registry of ["registry.terraform.io", "registry.opentofu.org"])
    for (const { provider, version, file } of providers) {
      const target = join(mirror, registry, provider, version, platform);
      mkdirSync(target, { recursive: true });
      symlinkSync(file, join(target, basename(file)));
    }
  const held = JSON.stringify(
    providers.flatMap(({ provider }) => [
      `registry.terraform.io/${provider}`,
      `registry.opentofu.org/${provider}`,
    ]),
  );
  const file = join(folder, "terraform.rc");
  writeFileSync(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${held}
  }
  direct {
    exclude = ${held}
  }
}
`,
  );
  return file;
}
