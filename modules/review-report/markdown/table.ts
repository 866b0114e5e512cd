import { markdownTable } from "../../markup";

/** A table as one part of a report. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return markdownTable(head, rows).trimEnd();
}
