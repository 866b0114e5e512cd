import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  selectedEnvironments,
} from "../../modules/environment";
import { flagRules } from "../../modules/review";

/**
 * A case of `faults/` or `accepted/`, read by `loadEnvironments` from a folder of its own.
 *
 * - A file `<about>--<what>.yaml` is read as `environments/prod.yaml`. Its leading lines `#! ...` are the
 *   expected messages without `environments/prod.yaml:`; they count as lines of the file.
 * - A folder `<about>--<what>` holds `environments/` and what else the case needs, `expected.txt` with
 *   one whole message a line, and, where needed, `selection.txt` (the variable ENVIRONMENT) and
 *   `links.txt` (`<link> -> <target>`, made before the files are read).
 */
export interface Case {
  readonly name: string;
  /** The rule, or the part of reading, that the case is for. */
  readonly about: string;
  readonly expected: readonly string[];
  /** Loads the files and gives every message. */
  readonly load: () => Promise<readonly string[]>;
}

/** The day on which the cases are read. */
const today = "2026-11-24";

/** Every case of a folder, by name. */
export function readCases(folder: string): readonly Case[] {
  return readdirSync(folder)
    .sort()
    .map((entry) => {
      const path = join(folder, entry);
      const one = entry.endsWith(".yaml") ? fileCase(path) : folderCase(path);
      const name = entry.replace(/\.yaml$/, "");
      return { name, about: name.split("--")[0] ?? "", ...one };
    });
}

type Content = Pick<Case, "expected" | "load">;

const single = "environments/prod.yaml";

function fileCase(path: string): Content {
  const expected: string[] = [];
  for (const line of linesOf(path)) {
    if (!line.startsWith("#! ")) break;
    expected.push(line.slice(3));
  }
  return {
    expected,
    load: () =>
      inTemporaryFolder(async (directory) => {
        mkdirSync(join(directory, "environments"));
        cpSync(path, join(directory, single));
        const messages = await load(directory);
        return messages.map((line) =>
          line.startsWith(`${single}:`) ? line.slice(single.length + 1) : line,
        );
      }),
  };
}

function folderCase(path: string): Content {
  const lines = (file: string): readonly string[] =>
    existsSync(join(path, file)) ? linesOf(join(path, file)) : [];
  return {
    expected: lines("expected.txt"),
    load: () =>
      inTemporaryFolder(async (directory) => {
        cpSync(path, directory, { recursive: true });
        for (const line of lines("links.txt")) {
          const [link = "", target = ""] = line.split(" -> ");
          mkdirSync(dirname(join(directory, link)), { recursive: true });
          symlinkSync(target, join(directory, link));
        }
        return load(directory, lines("selection.txt")[0]);
      }),
  };
}

async function load(
  directory: string,
  selection?: string,
): Promise<readonly string[]> {
  const only = selectedEnvironments(selection);
  const { faults, warnings } = await loadEnvironments({
    directory: join(directory, "environments"),
    ...(only && { only, selectedBy: "variable" }),
    knownRisks: flagRules.map(({ id }) => id),
    today,
  });
  return [...faults, ...warnings].map(formatFault);
}

async function inTemporaryFolder<Result>(
  use: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "environment-case-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function linesOf(path: string): readonly string[] {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  return text.split(/\r?\n/).filter((line) => line !== "");
}
