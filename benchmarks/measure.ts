import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bareClusters } from "./bare-clusters";
import { compareOutput } from "./compare-output";
import { environmentFile } from "./environment-file";
import { copyProject } from "./copy-project";
import { bareApp, ourApp, runApp, type Usage } from "./run-app";
import { benchmarkWorkloads } from "./workloads";

/** One run of each app, one after the other. */
export interface Round {
  readonly ours: Usage;
  readonly bare: Usage;
  /** The bare app without cdktf's token traces, which our stacks don't have either. */
  readonly bareWithoutTraces: Usage;
}

/** What was measured with one number of workloads on each of two clusters. */
export interface Measurement {
  readonly workloads: number;
  /** In both stacks together. */
  readonly resources: number;
  readonly rounds: readonly Round[];
}

/** An input that both apps are known to make the same of. */
export interface Prepared {
  readonly workloads: number;
  readonly resources: number;
  readonly run: () => Round;
}

/**
 * Writes the input of both apps, runs each once to fill the caches of both and of the file system, and
 * holds their output against each other.
 *
 * @throws Error where the two don't make the same resources.
 */
export function prepare(folder: string, workloads: number): Prepared {
  const at = (name: string): string =>
    join(folder, String(workloads).padStart(4, "0"), name);
  const list = benchmarkWorkloads(workloads);
  copyProject(at("project"));
  writeFileSync(at("project/environments/bench.yaml"), environmentFile(list));
  writeFileSync(at("clusters.json"), JSON.stringify(bareClusters(list)));
  const bare = (preload?: string): Usage =>
    runApp(bareApp(at("clusters.json"), preload), at("bare"));
  const run = (): Round => ({
    ours: runApp(ourApp(at("project")), at("ours")),
    bare: bare(),
    bareWithoutTraces: bare("drop-token-traces.ts"),
  });
  run();
  const counts = compareOutput(at("ours"), at("bare"));
  const resources = [...counts.values()].reduce((sum, one) => sum + one, 0);
  return { workloads, resources, run };
}

export function measure(prepared: Prepared, rounds: number): Measurement {
  const { workloads, resources, run } = prepared;
  return { workloads, resources, rounds: Array.from({ length: rounds }, run) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? NaN;
  return Number.isInteger(middle)
    ? (at(middle - 1) + at(middle)) / 2
    : at(Math.floor(middle));
}
