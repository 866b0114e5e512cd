import { Command, Option } from "commander";
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import {
  archiveOf,
  bundleDigest,
  bundleOf,
  refusalOf,
  sha256,
  writeBundle,
  type BundleChanges,
  type BundleFile,
  type HandOffOptions,
} from "../modules/hand-off";
import { visibleText } from "../modules/markup";
import { loadEnvironment } from "./support/load-environment";
import { print } from "./support/print";
import { say } from "./support/say";
import { notWritten } from "./support/write-output";

const projectDirectory = join(__dirname, "..");

interface Options extends HandOffOptions {
  readonly out?: string;
  readonly archive: boolean;
}

const command = new Command("handoff")
  .description(
    "Writes an environment as a bundle of plain Terraform that an infrastructure team reviews, runs and keeps without Node.",
  )
  .argument("<environment>", "the environment's name, as in prod")
  .option(
    "--out <folder>",
    "where to write it (default: handoff/<environment> of the project)",
  )
  .addOption(
    new Option("--format <format>", "of the Terraform files")
      .choices(["hcl", "json"])
      .default("hcl"),
  )
  .addOption(
    new Option(
      "--backend <backend>",
      "keep: both teams share the state; partial: the bundle names the kind of backend only",
    )
      .choices(["keep", "partial"])
      .default("keep"),
  )
  .option(
    "--archive",
    "also write <folder>.tar.gz, the same bytes everywhere",
    false,
  )
  .addHelpText(
    "after",
    "\nThe folder may hold an earlier bundle, which is replaced, and nothing else.\nExit status: 0 written, 1 a fault in the environment, a refused folder or a wrong call; nothing is written then.",
  )
  .action(handOff);

void command.parseAsync();

async function handOff(name: string, options: Options): Promise<void> {
  if (options.out === "") {
    fail("--out is empty; name a folder");
    return;
  }
  const environment = await loadEnvironment(projectDirectory, name);
  if (environment === undefined) {
    process.exitCode = 1;
    return;
  }
  const refusal = refusalOf(environment, options);
  if (refusal !== undefined) {
    fail(refusal);
    return;
  }
  const folder = resolve(
    options.out ?? join(projectDirectory, "handoff", name),
  );
  const files = bundleOf(environment, options);
  // Before the bundle is a change of its own, where it is written into the repository.
  const source = sourceCommit();
  try {
    const archive = options.archive
      ? { path: `${folder}.tar.gz`, bytes: await archiveOf(files, name) }
      : undefined;
    if (archive) refuseOther(archive.path, archive.bytes);
    report(writeBundle(folder, files), folder, files);
    printVisible(`digest    sha256:${bundleDigest(files)} (of SHA256SUMS)`);
    if (archive) {
      writeFileSync(archive.path, archive.bytes);
      printVisible(
        `archive   ${relative(process.cwd(), archive.path)}, sha256:${sha256(Buffer.from(archive.bytes))}`,
      );
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // What the file system says is for whoever named the folder.
    fail("errno" in error ? notWritten(folder, error) : error.message);
    return;
  }
  printVisible(`source    ${source}`);
  printVisible(
    "Send the digest another way than the bundle: a sum inside a bundle authenticates nothing.",
  );
}

/**
 * Refuses to overwrite an archive with other bytes: whose it is can't be told.
 *
 * @throws Error
 */
function refuseOther(path: string, bytes: Uint8Array): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isFile() || !readFileSync(path).equals(bytes))
    throw new Error(
      `${path} is there and differs from the new archive; take it away, or name another folder`,
    );
}

function report(
  { isFirst, added, changed, removed, access }: BundleChanges,
  folder: string,
  files: readonly BundleFile[],
): void {
  const where = relative(process.cwd(), folder) || ".";
  printVisible(`${where}: ${files.length} files`);
  if (isFirst) return;
  if (added.length + changed.length + removed.length === 0)
    printVisible("nothing changed since the bundle that was here");
  for (const [what, paths] of Object.entries({ added, changed, removed }))
    for (const path of paths) printVisible(`  ${what.padEnd(8)} ${path}`);
  for (const line of access) printVisible(`  ${line}`);
}

/** The commit that the bundle was made from, and whether something was changed since. */
function sourceCommit(): string {
  const git = (...args: readonly string[]): string | undefined => {
    const { status, stdout } = spawnSync("git", args, {
      cwd: projectDirectory,
      encoding: "utf8",
    });
    return status === 0 ? stdout.trim() : undefined;
  };
  const commit = existsSync(join(projectDirectory, ".git"))
    ? git("rev-parse", "HEAD")
    : undefined;
  if (commit === undefined) return "unknown: this is no git repository";
  const changes = git("status", "--porcelain", "--", ".");
  return changes === ""
    ? commit
    : `${commit}, with changes that aren't committed`;
}

/** Names that were read from a folder can't do anything to a terminal. */
function printVisible(line: string): void {
  print(visibleText(line));
}

function fail(message: string): void {
  say(message);
  process.exitCode = 1;
}
