import { parseArgs } from "node:util";
import { benchmarkHcl } from "./hcl";
import { benchmarkLab } from "./lab/run";
import { benchmarkReview } from "./review";
import { benchmarkSynthesis } from "./synthesis";

const benchmarks = {
  synthesis: benchmarkSynthesis,
  hcl: benchmarkHcl,
  review: benchmarkReview,
  lab: benchmarkLab,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sizes: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in benchmarks));
  if (unknown.length > 0)
    throw new Error(
      `no benchmark is called ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}`,
    );
  const sizes = values.sizes?.split(",").map(Number);
  for (const [name, benchmark] of Object.entries(benchmarks))
    if (positionals.length === 0 || positionals.includes(name))
      await benchmark({ sizes, write: values.write });
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
