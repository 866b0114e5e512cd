// Starts the CDKTF app: `node cli/start-app.mjs [main.ts]`, in the project's folder. Compiling every file as it
// is loaded takes half of the app's time, so the project's own TypeScript is bundled into one file in
// .cache/app, anew whenever a file that went into it has changed. Packages stay packages.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const project = process.cwd();
const entry = resolve(project, process.argv[2] ?? "main.ts");
const cache = join(project, ".cache/app");
const bundle = join(cache, `${basename(entry, ".ts")}.cjs`);
const inputs = `${bundle}.inputs.json`;

/** Tells a file from a changed one. */
function stamp(file) {
  const { mtimeNs, size } = statSync(resolve(project, file), { bigint: true });
  return `${mtimeNs} ${size}`;
}

function isFresh() {
  if (!existsSync(bundle)) return false;
  try {
    return Object.entries(JSON.parse(readFileSync(inputs, "utf8"))).every(
      ([file, seen]) => stamp(file) === seen,
    );
  } catch {
    return false;
  }
}

/** Writes beside and renames: another run never reads half a file. */
function write(file, text) {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, file);
}

async function makeBundle() {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: project,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "cjs",
    metafile: true,
    write: false,
    // What the entry and its modules find beside themselves, they find from the project.
    define: { __dirname: JSON.stringify(project) },
  });
  const seen = Object.keys(metafile.inputs).map((file) => [file, stamp(file)]);
  mkdirSync(cache, { recursive: true });
  write(bundle, outputFiles[0].text);
  write(inputs, JSON.stringify(Object.fromEntries(seen)));
}

// cdktf is archived: what Node finds deprecated in it is nothing that a user could mend.
process.noDeprecation = true;
if (!isFresh()) await makeBundle();
createRequire(import.meta.url)(bundle);
