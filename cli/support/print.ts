/** A line of what a command was asked for, on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
