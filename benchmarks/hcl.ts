import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "./copy-project";
import { environmentFile } from "./environment-file";
import { median } from "./measure";
import { ourApp, runApp, type Usage } from "./run-app";
import { table, withAim } from "./table";
import { benchmarkWorkloads } from "./workloads";
import { writeResults } from "./write-results";

/** Workloads on each of two clusters. */
const defaultSizes = [100, 1000, 2000];
const roundsOfEach = 5;
/** The most that HCL's time may be of JSON's. */
const mostRatio = 1.3;

type Format = "json" | "hcl";
type Round = Readonly<Record<Format, Usage>>;

interface Measurement {
  readonly workloads: number;
  readonly rounds: readonly Round[];
  /** Bytes of both stacks. */
  readonly bytes: Readonly<Record<Format, number>>;
}

/** Measures synthesis as HCL beside synthesis as JSON, and prints the tables. */
export async function benchmarkHcl(options: {
  /** Where it is left out, the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Whether the tables go into the README. */
  readonly write: boolean;
}): Promise<void> {
  const { sizes = defaultSizes } = options;
  const folder = mkdtempSync(join(tmpdir(), "bench-hcl-"));
  try {
    const text = report(
      sizes.map((workloads) => {
        process.stderr.write(`${workloads} workloads, JSON and HCL\n`);
        return measure(join(folder, String(workloads)), workloads);
      }),
    );
    process.stdout.write(`${text}\n`);
    if (options.write) await writeResults("hcl results", text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(folder: string, workloads: number): Measurement {
  const project = join(folder, "project");
  copyProject(project);
  writeFileSync(
    join(project, "environments/bench.yaml"),
    environmentFile(benchmarkWorkloads(workloads)),
  );
  const run = (format: Format): Usage =>
    runApp(
      {
        ...ourApp(project),
        environment: { SYNTH_HCL_OUTPUT: String(format === "hcl") },
      },
      join(folder, format),
    );
  const round = (): Round => ({ json: run("json"), hcl: run("hcl") });
  round();
  const bytesOf = (format: Format, file: string): number =>
    ["us", "eu"]
      .map((key) => join(folder, format, "stacks", `bench-${key}`, file))
      .reduce((sum, path) => sum + statSync(path).size, 0);
  return {
    workloads,
    bytes: {
      json: bytesOf("json", "cdk.tf.json"),
      hcl: bytesOf("hcl", "cdk.tf"),
    },
    rounds: Array.from({ length: roundsOfEach }, round),
  };
}

function report(measurements: readonly Measurement[]): string {
  return table(
    `HCL divided by JSON, median of the pairs; the aim is at most ${mostRatio}:`,
    [
      "workloads on each of 2 clusters",
      "wall time",
      "CPU time",
      "peak memory",
      "bytes",
      "JSON",
      "HCL",
    ],
    measurements.map((one) => [
      String(one.workloads),
      withAim(ratio(one, "wall"), mostRatio),
      withAim(ratio(one, "cpu"), mostRatio),
      ratio(one, "memory").toFixed(2),
      (one.bytes.hcl / one.bytes.json).toFixed(2),
      usage(one, "json"),
      usage(one, "hcl"),
    ]),
  );
}

function ratio({ rounds }: Measurement, quantity: keyof Usage): number {
  return median(rounds.map(({ json, hcl }) => hcl[quantity] / json[quantity]));
}

function usage({ rounds }: Measurement, format: Format): string {
  const middle = (quantity: keyof Usage): number =>
    median(rounds.map((round) => round[format][quantity]));
  return `${middle("wall").toFixed(1)} s, ${middle("cpu").toFixed(1)} s CPU, ${middle("memory").toFixed(0)} MiB`;
}
