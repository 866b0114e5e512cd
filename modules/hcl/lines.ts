/** `name = value`, the value over as many lines as it needs. */
export interface Item {
  readonly name: string;
  readonly value: readonly string[];
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/**
 * The lines of items as `terraform fmt` leaves them: the equals signs of neighbours that take one line
 * stand below each other.
 */
export function itemLines(items: readonly Item[]): string[] {
  const lines: string[] = [];
  let run: Item[] = [];
  const flush = (): void => {
    const width = Math.max(...run.map(({ name }) => columnsOf(name)));
    for (const { name, value } of run)
      lines.push(
        `${name}${" ".repeat(width - columnsOf(name))} = ${value[0] ?? ""}`,
      );
    run = [];
  };
  for (const item of items) {
    if (item.value.length === 1) {
      run.push(item);
      continue;
    }
    flush();
    lines.push(`${item.name} = ${item.value[0] ?? ""}`, ...item.value.slice(1));
  }
  flush();
  return lines;
}

/**
 * Columns as `terraform fmt` counts them: what a reader takes for one character each, the quotes apart from
 * what they hold.
 */
function columnsOf(name: string): number {
  if (/^[\u0000-\u007f]*$/.test(name)) return name.length;
  const inner = name.replace(/^"|"$/g, "");
  const characters = [...new Intl.Segmenter("en").segment(inner)];
  return characters.length + name.length - inner.length;
}
