/** A line of two texts compared: in both, in the first only, or in the second only. */
export interface DiffLine {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** Lines of each text that are compared: the work grows with their product. */
const mostLines = 500;

/**
 * The lines of two texts by their longest common subsequence, what goes before what comes.
 *
 * @returns undefined where a text has more than 500 lines
 */
export function diffLines(
  before: string,
  after: string,
): readonly DiffLine[] | undefined {
  const [old, now] = [before.split("\n"), after.split("\n")];
  if (old.length > mostLines || now.length > mostLines) return undefined;
  const common = commonLengths(old, now);
  const at = (left: number, right: number): number =>
    common[left]?.[right] ?? 0;
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  while (left < old.length || right < now.length) {
    const [gone = "", come = ""] = [old[left], now[right]];
    if (left < old.length && right < now.length && gone === come) {
      lines.push({ mark: " ", line: gone });
      left++;
      right++;
    } else if (
      right >= now.length ||
      (left < old.length && at(left + 1, right) >= at(left, right + 1))
    ) {
      lines.push({ mark: "-", line: gone });
      left++;
    } else {
      lines.push({ mark: "+", line: come });
      right++;
    }
  }
  return lines;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(
  old: readonly string[],
  now: readonly string[],
): readonly (readonly number[])[] {
  const rows: number[][] = [new Array<number>(now.length + 1).fill(0)];
  for (const line of [...old].reverse()) {
    const below = rows.at(-1) ?? [];
    const row = new Array<number>(now.length + 1).fill(0);
    for (let right = now.length - 1; right >= 0; right--)
      row[right] =
        now[right] === line
          ? (below[right + 1] ?? 0) + 1
          : Math.max(below[right] ?? 0, row[right + 1] ?? 0);
    rows.push(row);
  }
  return rows.reverse();
}
