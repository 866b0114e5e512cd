/**
 * A table of GitHub's Markdown. Cells are Markdown already, on one line, with no bare `|`: what
 * `codeSpan` and `escapeMarkdown` give. A row of another length than the head is a programmer's error.
 *
 * @throws Error on a row of another length, and on a cell that would break its row.
 * @see https://github.github.com/gfm/#tables-extension-
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  for (const row of [head, ...rows])
    if (row.length !== head.length || row.some((cell) => /[|\r\n]/.test(cell)))
      throw new Error(`not a row of this table: ${JSON.stringify(row)}`);
  return [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |\n`)
    .join("");
}
