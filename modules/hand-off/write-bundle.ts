import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { AccessMap } from "../access";
import { visibleText } from "../markup";
import { accessChanges } from "./access-changes";
import { accessFile, inputsFile, type BundleFile } from "./bundle-file";
import { isInputsOfBundle } from "./inputs";
import { formatSum, parseSums, sha256, sumsFile } from "./sums";

/** What a hand-off changed in a folder that held an earlier one. */
export interface BundleChanges {
  /** Whether the folder was empty, or not there. */
  readonly isFirst: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Who gains, loses or changes access, a line each. */
  readonly access: readonly string[];
}

/** A folder that holds something else than an earlier bundle as it was written. */
export class ForeignFiles extends Error {}

/** Paths that an error names; a folder that was named by mistake may hold any number. */
const mostNamed = 10;

/**
 * Writes a bundle into a folder, in place of an earlier one. Nothing else may be there: not a file that somebody
 * added or changed, nor what Terraform leaves, nor a link. A run that was stopped in the middle can be done again.
 *
 * @throws ForeignFiles before anything is written
 */
export function writeBundle(
  folder: string,
  files: readonly BundleFile[],
): BundleChanges {
  const { changes, sums } = compare(folder, files);
  // Until the end both the old and the new are this project's.
  const next = files.map(({ path, text }) => formatSum(sha256(text), path));
  writeFile(folder, { path: sumsFile, text: [...sums, ...next].join("") });
  const inputs = files.filter(({ path }) => path === inputsFile);
  const last = files.filter(({ path }) => path === sumsFile);
  const others = files.filter(
    ({ path }) => path !== inputsFile && path !== sumsFile,
  );
  for (const file of [...inputs, ...others]) writeFile(folder, file);
  for (const path of changes.removed) {
    rmSync(join(folder, path));
    removeEmpty(folder, dirname(path));
  }
  for (const file of last) writeFile(folder, file);
  return changes;
}

/** Writes a file whole or not at all. */
function writeFile(folder: string, { path, text }: BundleFile): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  const partial = `${target}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, target);
}

interface Comparison {
  readonly changes: BundleChanges;
  /** The lines of the sums that are there. */
  readonly sums: readonly string[];
}

/** @throws ForeignFiles */
function compare(folder: string, files: readonly BundleFile[]): Comparison {
  const before = sumsIn(folder);
  const sumOf = new Map<string, string>();
  const others: Others = { changed: [], foreign: [] };
  for (const { path, isFile } of entriesOf(folder)) {
    const known = before.get(path);
    const sum =
      isFile && (known !== undefined || path === sumsFile)
        ? sha256(readFileSync(join(folder, path)))
        : "";
    sumOf.set(path, sum);
    if (path === sumsFile ? before.size > 0 : known?.has(sum) === true)
      continue;
    const { changed, foreign } = others;
    if (changed.length + foreign.length === mostNamed)
      throw foreignFiles(folder, others, true);
    (known === undefined ? foreign : changed).push(path);
  }
  if (others.changed.length + others.foreign.length > 0)
    throw foreignFiles(folder, others, false);
  const next = new Map(files.map(({ path, text }) => [path, sha256(text)]));
  const isOld = (path: string): boolean => sumOf.has(path);
  const changes: BundleChanges = {
    isFirst: sumOf.size === 0,
    added: [...next.keys()].filter((path) => !isOld(path)),
    changed: [...next].flatMap(([path, sum]) =>
      path !== sumsFile && isOld(path) && sumOf.get(path) !== sum ? [path] : [],
    ),
    removed: [...sumOf.keys()].filter((path) => !next.has(path)).sort(),
    access: isOld(accessFile)
      ? accessChangesOf(readFileSync(join(folder, accessFile), "utf8"), files)
      : [],
  };
  const sums = [...before].flatMap(([path, all]) =>
    [...all].map((sum) => formatSum(sum, path)),
  );
  return { changes, sums };
}

/** What must not be overwritten. */
interface Others {
  /** Paths of the earlier bundle, whose content is another now. */
  readonly changed: string[];
  /** Paths that no bundle wrote. */
  readonly foreign: string[];
}

function foreignFiles(
  folder: string,
  { changed, foreign }: Others,
  hasMore: boolean,
): ForeignFiles {
  const lists = Object.entries({
    "changed since it was written": changed,
    "not of a bundle": foreign,
  }).flatMap(([what, paths]) =>
    paths.length > 0 ? [`${what}: ${paths.map(visibleText).join(", ")}`] : [],
  );
  return new ForeignFiles(
    `${folder} can't be replaced by a bundle: ${lists.join("; ")}${hasMore ? ", and more" : ""}; name another folder, or take these away`,
  );
}

/**
 * The sums of an earlier bundle; none where there is none. Other people's downloads have such a file too: only
 * with a description of a bundle's inputs beside it, by its right sum, it is one of ours.
 */
function sumsIn(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const [sums, inputs] = [sumsFile, inputsFile].map((name) => {
    const file = join(folder, name);
    return existsSync(file) && lstatSync(file).isFile()
      ? readFileSync(file, "utf8")
      : undefined;
  });
  if (sums === undefined || inputs === undefined) return new Map();
  const parsed = parseSums(sums);
  return parsed.get(inputsFile)?.has(sha256(inputs)) === true &&
    isInputsOfBundle(inputs)
    ? parsed
    : new Map();
}

/** Both maps were written by this project; only their version may differ. */
function accessChangesOf(
  before: string,
  files: readonly BundleFile[],
): readonly string[] {
  const after = files.find(({ path }) => path === accessFile)?.text;
  if (after === undefined) return [];
  const old = JSON.parse(before) as AccessMap | { readonly schemaVersion: 0 };
  const next = JSON.parse(after) as AccessMap;
  return old.schemaVersion === next.schemaVersion
    ? accessChanges(old, next)
    : ["the earlier access map has another form and can't be compared"];
}

interface Entry {
  readonly path: string;
  /** Whether it is a plain file. */
  readonly isFile: boolean;
}

/**
 * Everything below a folder that is no folder, by relative path, in the paths' order as far as it is asked for.
 *
 * @throws ForeignFiles where it is a file or a link itself
 */
function* entriesOf(folder: string, below = ""): Iterable<Entry> {
  const here = join(folder, below);
  const stat = lstatSync(here, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory())
    throw new ForeignFiles(`${folder} is no folder; name another one`);
  const entries = readdirSync(here, { withFileTypes: true }).sort(
    (left, right) => (left.name < right.name ? -1 : 1),
  );
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* entriesOf(folder, path);
    else yield { path, isFile: entry.isFile() };
  }
}

function removeEmpty(folder: string, below: string): void {
  if (below === "." || readdirSync(join(folder, below)).length > 0) return;
  rmdirSync(join(folder, below));
  removeEmpty(folder, dirname(below));
}
