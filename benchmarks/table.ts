/** A table in Markdown under a title; nothing where there are no rows. */
export function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    title,
    "",
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
  ].join("\n");
}

/** A number, with a word where it is over the aim; an aim of 0 is none. */
export function withAim(value: number, most: number): string {
  return `${value.toFixed(2)}${most > 0 && value > most ? " (missed)" : ""}`;
}
