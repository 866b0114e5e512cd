/** `name = value`, the value over as many lines as it needs. */
export interface Item {
  readonly name: string;
  readonly value: string;
}

/** One step to the right. */
export const step = "  ";

/**
 * Items as `terraform fmt` leaves them, a line or more each: the equals signs of neighbours that take one
 * line stand below each other.
 *
 * @param indent what stands before each name
 */
export function itemLines(items: readonly Item[], indent: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < items.length;) {
    let end = start;
    while (items[end]?.value.includes("\n") === false) end++;
    const run = items.slice(start, Math.max(end, start + 1));
    const width = end > start ? widest(run) : 0;
    for (const { name, value } of run) {
      const space = " ".repeat(Math.max(0, width - columnsOf(name)));
      lines.push(`${indent}${name}${space} = ${value}`);
    }
    start += run.length;
  }
  return lines;
}

function widest(items: readonly Item[]): number {
  return items.reduce((most, { name }) => Math.max(most, columnsOf(name)), 0);
}

/**
 * Columns as `terraform fmt` counts them: a character with its marks is one. Node's own segments of text
 * differ with its version of Unicode.
 */
function columnsOf(name: string): number {
  if (/^[\u0000-\u007f]*$/.test(name)) return name.length;
  return Array.from(name.replace(/\p{M}/gu, "")).length;
}
