/** A line for a person, on standard error: standard output is the review's. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
