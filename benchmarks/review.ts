import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOfflineStack } from "../lab/offline-stack";
import { loadEnvironments } from "../modules/environment";
import { synthesize } from "../modules/stack";
import { findProvider, writeProviderMirror } from "../modules/terraform-cli";
import { environmentFile } from "./environment-file";
import { median } from "./measure";
import { runApp, type Usage } from "./run-app";
import { table, withAim } from "./table";
import { benchmarkWorkloads } from "./workloads";
import { writeResults } from "./write-results";

/** Workloads on each of two clusters. */
const defaultSizes = [250, 500, 1000];
const rounds = 5;
/** Seconds and MiB that a review of 2 x 1,000 workloads may take. */
const aims = { workloads: 1000, wall: 2, memory: 500 };

interface Measurement {
  readonly workloads: number;
  readonly usages: readonly Usage[];
  /** Seconds that Terraform took for both plans, one after the other. */
  readonly planning: number;
}

/** Measures `npm run review` of two plans that Terraform makes of the app's own stacks, beside the making. */
export async function benchmarkReview(options: {
  /** Where it is left out, the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Whether the table goes into the README. */
  readonly write: boolean;
}): Promise<void> {
  const { sizes = defaultSizes } = options;
  const folder = mkdtempSync(join(tmpdir(), "bench-review-"));
  try {
    const measured: Measurement[] = [];
    for (const workloads of sizes) {
      process.stderr.write(`${workloads} workloads, plans and review\n`);
      measured.push(await measure(join(folder, String(workloads)), workloads));
    }
    const text = report(measured);
    process.stdout.write(`${text}\n`);
    if (options.write) await writeResults("review results", text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  folder: string,
  workloads: number,
): Promise<Measurement> {
  const directory = join(folder, "environments");
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, "bench.yaml"),
    environmentFile(benchmarkWorkloads(workloads)),
  );
  const { environments } = await loadEnvironments({ directory });
  const [environment] = environments;
  if (environment === undefined) throw new Error("the environment has faults");
  const stacks = synthesize(environment, {
    outdir: join(folder, "cdktf.out"),
  });
  const found = ["aws", "kubernetes"].flatMap(
    (name) => findProvider(`hashicorp/${name}`, process.env) ?? [],
  );
  const config = writeProviderMirror(folder, found);
  let planning = 0;
  const plans: string[] = [];
  for (const [stack, from] of stacks) {
    const to = join(folder, stack);
    mkdirSync(to);
    writeOfflineStack(from, to);
    planning += planStack(to, config);
    plans.push(`${stack}=${join(to, "plan.json")}`);
  }
  const once = (): Usage =>
    runApp(
      {
        command: [
          "cli/start.mjs",
          "cli/review.ts",
          "--fail-on",
          "never",
          "--out",
          join(folder, "review.md"),
          ...plans.flatMap((plan) => ["--plan", plan]),
        ],
        directory: join(__dirname, ".."),
      },
      folder,
    );
  // One that isn't counted: the first after a change of the code bundles it.
  once();
  return { workloads, planning, usages: Array.from({ length: rounds }, once) };
}

/** @returns the seconds that the plan took, without what comes before it. */
function planStack(folder: string, config: string): number {
  terraform(folder, config, ["init", "-input=false"]);
  const start = performance.now();
  terraform(folder, config, [
    "plan",
    "-refresh=false",
    "-input=false",
    "-out=plan",
  ]);
  const seconds = (performance.now() - start) / 1000;
  terraform(folder, config, ["show", "-json", "plan"], "plan.json");
  return seconds;
}

function terraform(
  folder: string,
  config: string,
  args: readonly string[],
  output = "output",
): void {
  const file = openSync(join(folder, output), "w");
  const { status, stderr } = spawnSync("terraform", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", file, "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: config,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
  });
  closeSync(file);
  if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}`);
}

function report(measured: readonly Measurement[]): string {
  const middle = (one: Measurement, quantity: keyof Usage): number =>
    median(one.usages.map((usage) => usage[quantity]));
  const first = measured[0];
  return [
    table(
      `\`npm run review\` of two plans, each of so many workloads, from the start of Node to its end, with its report as Markdown; the aim at ${aims.workloads} is at most ${aims.wall} s and ${aims.memory} MiB:`,
      [
        "workloads on each of 2 clusters",
        "wall time, s",
        "CPU time, s",
        "peak memory, MiB",
        "Terraform's plans, s",
      ],
      measured.map((one) => {
        const isAim = one.workloads === aims.workloads;
        return [
          String(one.workloads),
          withAim(middle(one, "wall"), isAim ? aims.wall : 0),
          middle(one, "cpu").toFixed(2),
          withAim(middle(one, "memory"), isAim ? aims.memory : 0),
          one.planning.toFixed(1),
        ];
      }),
    ),
    first === undefined
      ? ""
      : table(
          `Growth from ${first.workloads}:`,
          ["workloads", "CPU time"],
          measured
            .slice(1)
            .map((one) => [
              `${(one.workloads / first.workloads).toFixed(1)} times`,
              `${(middle(one, "cpu") / middle(first, "cpu")).toFixed(2)} times`,
            ]),
        ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
