import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { AccessMap } from "../access";
import { accessChanges } from "./access-changes";
import { accessFile, type BundleFile } from "./bundle-file";
import { parseSums, sha256, sumsFile } from "./sums";

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

/** A folder that holds what no hand-off wrote. */
export class ForeignFiles extends Error {
  constructor(
    readonly folder: string,
    readonly paths: readonly string[],
  ) {
    super(
      `${folder} holds what no hand-off wrote: ${paths.slice(0, 10).join(", ")}${paths.length > 10 ? `, and ${paths.length - 10} more` : ""}; name another folder, or take these away`,
    );
  }
}

/**
 * Writes a bundle into a folder, in place of an earlier one. Nothing else may be there: not a file that somebody
 * added or changed, nor what Terraform leaves, nor a link.
 *
 * @throws ForeignFiles before anything is written
 */
export function writeBundle(
  folder: string,
  files: readonly BundleFile[],
): BundleChanges {
  const changes = changesIn(folder, files);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const path of changes.removed) {
    rmSync(join(folder, path));
    removeEmpty(folder, dirname(path));
  }
  return changes;
}

/**
 * What writing a bundle into a folder would change.
 *
 * @throws ForeignFiles
 */
export function changesIn(
  folder: string,
  files: readonly BundleFile[],
): BundleChanges {
  const there = entriesOf(folder);
  const before = existsSync(join(folder, sumsFile))
    ? parseSums(readFileSync(join(folder, sumsFile), "utf8"))
    : new Map<string, string>();
  const foreign = there
    .filter(
      ({ path, isFile }) =>
        !isFile ||
        (path !== sumsFile &&
          before.get(path) !== sha256(readFileSync(join(folder, path)))),
    )
    .map(({ path }) => path);
  if (foreign.length > 0) throw new ForeignFiles(folder, foreign);
  const paths = new Set(there.map(({ path }) => path));
  const next = new Map(files.map(({ path, text }) => [path, sha256(text)]));
  const isOld = (path: string): boolean => paths.has(path);
  return {
    isFirst: there.length === 0,
    added: [...next.keys()].filter((path) => !isOld(path)),
    changed: [...next].flatMap(([path, sum]) =>
      path !== sumsFile && isOld(path) && before.get(path) !== sum
        ? [path]
        : [],
    ),
    removed: [...paths].filter((path) => !next.has(path)).sort(),
    access: isOld(accessFile)
      ? accessChangesOf(readFileSync(join(folder, accessFile), "utf8"), files)
      : [],
  };
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

/** Everything below a folder that is no folder, by relative path. */
function entriesOf(folder: string, below = ""): readonly Entry[] {
  const here = join(folder, below);
  if (!existsSync(here)) return [];
  if (!lstatSync(here).isDirectory())
    throw new ForeignFiles(folder, [below === "" ? folder : below]);
  const entries = readdirSync(here, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory()
      ? entriesOf(folder, path)
      : [{ path, isFile: entry.isFile() }];
  });
}

function removeEmpty(folder: string, below: string): void {
  if (below === "." || readdirSync(join(folder, below)).length > 0) return;
  rmdirSync(join(folder, below));
  removeEmpty(folder, dirname(below));
}
