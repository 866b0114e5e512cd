import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareOutput } from "./compare-output";
import { measure, prepare } from "./measure";
import { report } from "./report";
import { runApp } from "./run-app";

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

/** `our-app.ts` stands for `main.ts`, so it must do the same with the project's own environments. */
function checkStandIn(folder: string): void {
  const environments = join(__dirname, "..", "environments");
  runApp("../main.ts", [], join(folder, "main"));
  runApp("our-app.ts", [environments], join(folder, "stand-in"));
  compareOutput(join(folder, "main"), join(folder, "stand-in"));
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
    checkStandIn(folder);
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
