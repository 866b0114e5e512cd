import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MissingComponent } from "../../lab/missing-component";
import {
  findProvider,
  findTerraform,
  missingTerraform,
  writeProviderMirror,
} from "../../modules/terraform-cli";
import { writeResults } from "../write-results";
import { measureRound } from "./measure";
import { report, type LabMeasurement } from "./report";

/** Workloads on the one cluster. */
const defaultSizes = [100, 500];

/** A small run is noisier, and short enough for more rounds. */
function roundsFor(workloads: number): number {
  return workloads < 500 ? 3 : 1;
}

export interface BenchmarkLabProps {
  /** Where it is left out, the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Whether the tables go into the README. */
  readonly write: boolean;
}

/**
 * Measures Terraform on our stack beside one in the shape of public modules, both in the lab, and prints
 * the tables.
 *
 * @throws MissingComponent where Terraform, Python or MiniStack is missing.
 */
export async function benchmarkLab(props: BenchmarkLabProps): Promise<void> {
  const { sizes = defaultSizes, write } = props;
  const abort = new AbortController();
  const stop = (): void => {
    abort.abort(new Error("stopped; nothing is left running"));
  };
  for (const name of signals) process.on(name, stop);
  try {
    const text = report(await measureSizes(sizes, abort.signal));
    process.stdout.write(`${text}\n`);
    if (write) await writeResults("lab results", text);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function measureSizes(
  sizes: readonly number[],
  signal: AbortSignal,
): Promise<readonly LabMeasurement[]> {
  const terraform = findTerraform(process.env);
  if (terraform === undefined)
    throw new MissingComponent(`missing: ${missingTerraform(process.env)}`);
  const provider = findProvider("hashicorp/aws", process.env);
  const folder = mkdtempSync(join(tmpdir(), "bench-lab-"));
  try {
    const configFile = writeProviderMirror(folder, provider ? [provider] : []);
    const measurements: LabMeasurement[] = [];
    for (const workloads of sizes) {
      const rounds = [];
      for (let round = 0; round < roundsFor(workloads); round++) {
        const at = join(folder, `${workloads}-${round}`);
        mkdirSync(at);
        rounds.push(
          await measureRound({
            folder: at,
            workloads,
            terraform,
            configFile,
            signal,
            say: (line) => process.stderr.write(`${line}\n`),
          }),
        );
      }
      measurements.push({ workloads, rounds });
    }
    return measurements;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
