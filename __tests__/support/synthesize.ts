import { App } from "cdktf";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../modules/environment";
import { ClusterStack } from "../../modules/stack";
import type { Fields } from "./environment-fields";
import { loadFields } from "./load";
import { temporaryFolder } from "./temporary-folder";
import type { TerraformRoot } from "./terraform-root";

/** What synthesis wrote for one stack. */
export interface SynthesizedStack {
  readonly name: string;
  readonly root: TerraformRoot;
  /** The text of `service-accounts.yaml`, where there is one. */
  readonly manifest?: string;
  /** The stack's folder, `<outdir>/stacks/<name>`. */
  readonly folder: string;
}

/** Builds and synthesizes the stack of every cluster into a new folder, as the app does. */
export function synthesize(
  environments: readonly Environment[],
  outdir = join(temporaryFolder(), "cdktf.out"),
): readonly SynthesizedStack[] {
  const app = new App({ outdir, stackTraces: false });
  const names = environments.flatMap((environment) =>
    environment.clusters.map(
      (cluster) => new ClusterStack(app, { environment, cluster }).node.id,
    ),
  );
  app.synth();
  return names.map((name) => {
    const folder = join(outdir, "stacks", name);
    const manifest = join(folder, "service-accounts.yaml");
    return {
      name,
      folder,
      root: JSON.parse(
        readFileSync(join(folder, "cdk.tf.json"), "utf8"),
      ) as TerraformRoot,
      ...(existsSync(manifest) && {
        manifest: readFileSync(manifest, "utf8"),
      }),
    };
  });
}

/** Loads and synthesizes an environment called `test`; its stacks by cluster key. */
export async function synthesizeFields(
  fields: Fields,
): Promise<ReadonlyMap<string, SynthesizedStack>> {
  const stacks = synthesize([await loadFields(fields)]);
  return new Map(
    stacks.map((stack) => [stack.name.slice("test-".length), stack]),
  );
}

/** The only stack of an environment of one cluster, or the named one. */
export async function synthesizeCluster(
  fields: Fields,
  key = "us",
): Promise<SynthesizedStack> {
  const stack = (await synthesizeFields(fields)).get(key);
  if (stack === undefined) throw new Error(`no cluster ${key}`);
  return stack;
}
