import type { Command } from "commander";
import { writeFileSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

/**
 * Writes what a command was asked for, to the file that `--out` names, else to standard output. Where the file can't be
 * written, the command ends with status 1 and says why.
 */
export function writeOutput(
  command: Command,
  file: string | undefined,
  text: string,
): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    command.error(`error: ${notWritten(file, error)}`);
  }
}

/** Says why what `--out` names can't be written. */
export function notWritten(path: string, error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const [, why = message] = getSystemErrorMap().get(errno ?? 0) ?? [];
  return `--out: ${path} can't be written: ${why}`;
}
