import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure, prepare } from "./measure";
import { report } from "./report";
import { writeResults } from "./write-results";

/** Workloads on each of two clusters. */
const defaultSizes = [10, 100, 1000, 2000];

/** A large run is long enough for fewer rounds. */
function roundsFor(workloads: number): number {
  return workloads < 2000 ? 5 : 3;
}

/** Measures reading, checking and synthesizing beside a bare CDKTF app, and prints the tables. */
export async function benchmarkSynthesis(options: {
  /** Where it is left out, the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Whether the tables go into the README. */
  readonly write: boolean;
}): Promise<void> {
  const { sizes = defaultSizes } = options;
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const prepared = [0, ...sizes].map((size) => prepare(folder, size));
    const [startUp, ...measured] = prepared.map((one) => {
      process.stderr.write(`${one.workloads} workloads\n`);
      return measure(one, roundsFor(one.workloads));
    });
    if (startUp === undefined) return;
    const text = report(measured, startUp);
    process.stdout.write(`${text}\n`);
    if (options.write) await writeResults("results", text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
