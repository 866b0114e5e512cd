import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Environment } from "../../modules/environment";
import { bundleOf, writeBundle } from "../../modules/hand-off";
import { versionsFor } from "../../modules/stack";
import { itNeeds } from "../support/component";
import { everyEnvironment } from "../support/every-environment";
import { temporaryFolder } from "../support/temporary-folder";
import {
  initWithoutBackend,
  openTofu,
  provider,
  runTerraform,
  terraform,
  validate,
} from "../support/terraform";

const aws = provider("aws", "5.81.0");
const kubernetes = provider("kubernetes", "2.9.0");

interface Bundles {
  /** The root module. */
  readonly folder: string;
  /** Where the bundles are. */
  readonly bundles: string;
  readonly stacks: number;
}

/**
 * The bundles of all environments in one root module, stacks as modules of it: loading a provider's
 * schema takes longest, and is then done once.
 */
async function rootOf(
  isWanted: (cluster: Cluster) => boolean,
  most = Infinity,
): Promise<Bundles> {
  const bundles = temporaryFolder();
  const sources: string[] = [];
  for (const [index, environment] of (await everyEnvironment()).entries()) {
    const clusters = environment.clusters.filter(
      (cluster) => isWanted(cluster) && !needsNewProvider(cluster, environment),
    );
    if (clusters.length === 0 || sources.length >= most) continue;
    const files = bundleOf(
      { ...environment, clusters },
      { format: "hcl", backend: "partial" },
    );
    writeBundle(join(bundles, String(index)), files);
    for (const { stack } of clusters) {
      // A module has no backend.
      rmSync(join(bundles, String(index), stack, "backend.tf"));
      sources.push(`./${index}/${stack}`);
    }
  }
  const root = temporaryFolder({
    "main.tf.json": JSON.stringify({
      module: Object.fromEntries(
        sources.map((source, index) => [
          `stack_${index}`,
          { source: join(bundles, source) },
        ]),
      ),
    }),
  });
  return { folder: root, bundles, stacks: sources.length };
}

/** Session tags can be switched off since provider 6.2 only. */
function needsNewProvider(cluster: Cluster, environment: Environment): boolean {
  return versionsFor(cluster, environment.backend).aws.startsWith(">= 6");
}

itNeeds(
  [terraform, aws],
  "every bundle's stack without Terraform's service accounts is valid",
  async () => {
    const { folder, stacks } = await rootOf(
      ({ kubernetes: access }) => access === undefined,
    );
    expect(stacks).toBeGreaterThan(15);
    await initWithoutBackend(folder);
    expect(await validate(folder)).toMatchObject({
      valid: true,
      diagnostics: [],
    });
  },
);

itNeeds(
  [terraform, aws, kubernetes],
  "bundles' stacks with Terraform's service accounts are valid",
  async () => {
    // Terraform starts a provider for each module: those that are shipped come first.
    const { folder, stacks } = await rootOf(
      ({ kubernetes: access }) => access !== undefined,
      10,
    );
    expect(stacks).toBeGreaterThanOrEqual(10);
    await initWithoutBackend(folder);
    expect(await validate(folder)).toMatchObject({
      valid: true,
      diagnostics: [],
    });
  },
);

itNeeds(
  [openTofu, aws],
  "OpenTofu finds bundles formatted and valid",
  async () => {
    const { folder, bundles } = await rootOf(
      ({ kubernetes: access }) => access === undefined,
    );
    const init = ["init", "-backend=false", "-input=false", "-no-color"];
    for (const [where, args] of [
      [bundles, ["fmt", "-check", "-recursive"]],
      [folder, init],
      [folder, ["validate", "-no-color"]],
    ] as const) {
      const { status, stdout, stderr } = await runTerraform(
        where,
        args,
        {},
        "tofu",
      );
      expect([args[0], status, stdout + stderr]).toEqual([
        args[0],
        0,
        expect.any(String),
      ]);
    }
  },
);
