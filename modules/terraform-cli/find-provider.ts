import { readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** A provider's executable that this machine has. */
export interface ProviderExecutable {
  /** Such as `hashicorp/aws`. */
  readonly provider: string;
  readonly version: string;
  readonly file: string;
}

/** Folders below the start that are looked into: registry, owner, name, version, platform and one more. */
const deepest = 7;
/** Entries that are looked at, so that a large folder can't hold a run up. */
const mostEntries = 20_000;

/**
 * Finds a provider's executable by its name, `terraform-provider-<name>_v<version>`, where machines keep
 * such: in the file or folder that a variable names (`TERRAFORM_PROVIDER_AWS`,
 * `TERRAFORM_PROVIDER_KUBERNETES`), in the plugin cache, in Terraform's own plugin folders, and below
 * `/opt`. The newest version wins.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function findProvider(
  provider: string,
  environment: NodeJS.ProcessEnv,
): ProviderExecutable | undefined {
  const name = basename(provider);
  const home = environment.HOME ?? homedir();
  const setting = environment[`TERRAFORM_PROVIDER_${name.toUpperCase()}`];
  const places = [
    setting,
    environment.TF_PLUGIN_CACHE_DIR,
    join(home, ".terraform.d/plugins"),
    join(home, ".terraform.d/plugin-cache"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/opt",
  ].filter((place) => place !== undefined);
  const budget = { left: mostEntries };
  for (const place of places) {
    const found = [...executablesBelow(place, name, deepest, budget)].sort(
      (left, right) => compareVersions(right.version, left.version),
    );
    const [newest] = found;
    if (newest) return { provider, ...newest };
  }
  return undefined;
}

function* executablesBelow(
  place: string,
  name: string,
  depth: number,
  budget: { left: number },
): Iterable<{ readonly version: string; readonly file: string }> {
  const own = matchExecutable(place, name);
  if (own) {
    yield own;
    return;
  }
  if (depth === 0) return;
  let entries;
  try {
    entries = readdirSync(place, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    if (budget.left-- <= 0) return;
    const path = join(place, entry.name);
    if (entry.isDirectory())
      yield* executablesBelow(path, name, depth - 1, budget);
    else {
      const found = matchExecutable(path, name);
      if (found) yield found;
    }
  }
}

function matchExecutable(
  path: string,
  name: string,
): { readonly version: string; readonly file: string } | undefined {
  const match = /^terraform-provider-([a-z]+)_v(\d+\.\d+\.\d+)(_x\d+)?$/.exec(
    basename(path),
  );
  if (match?.[1] !== name || match[2] === undefined) return undefined;
  try {
    return {
      version: match[2],
      file: join(realpathSync(dirname(path)), basename(path)),
    };
  } catch {
    return undefined;
  }
}

function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}
