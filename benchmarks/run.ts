import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure, prepare } from "./measure";
import { report } from "./report";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "10,100,1000,2000" },
    write: { type: "boolean", default: false },
  },
});

/** A large run is long enough for fewer rounds. */
function roundsFor(workloads: number): number {
  return workloads < 2000 ? 5 : 3;
}

async function writeResults(text: string): Promise<void> {
  const { format } = await import("prettier");
  const file = join(__dirname, "README.md");
  const readme = readFileSync(file, "utf8").replace(
    /(?<=<!-- results -->\n)[\s\S]*(?=<!-- end of results -->)/,
    () => `\n${text}\n\n`,
  );
  writeFileSync(file, await format(readme, { parser: "markdown" }));
}

async function main(): Promise<void> {
  const sizes = options.sizes.split(",").map(Number);
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
    if (options.write) await writeResults(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
