/** Where something stands in an environment's files: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** What is wrong at one place of one environment. */
export interface Finding {
  readonly path: Path;
  /** Points at the key itself, where the key is what is wrong. Default: its value. */
  readonly at?: "key";
  /** What must hold: lower case, no full stop. */
  readonly rule: string;
  /** The value that breaks the rule, as written. Left out where nothing is there. */
  readonly got?: unknown;
  /** What to do: lower case, no full stop. */
  readonly fix: string;
  /** A warning is shown and stops nothing. Default: it is a fault. */
  readonly severity?: "warning";
}

/** A {@link Finding} with its place in a file. */
export interface Fault {
  /** Path of the file or folder as messages show it, such as `environments/prod.yaml`. */
  readonly file: string;
  /** Counted from 1; a fault of a file as a whole is at 1:1, one of a folder has neither. */
  readonly line?: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column?: number;
  /** Dotted path inside the file; empty for the file as a whole. */
  readonly path: string;
  readonly rule: string;
  readonly got?: unknown;
  readonly fix: string;
  readonly severity: "fault" | "warning";
}

/** Puts a finding at a folder, which has no lines. */
export function placeInFolder(folder: string, finding: Finding): Fault {
  return {
    file: folder,
    path: formatPath(finding.path),
    rule: finding.rule,
    ...(finding.got === undefined ? {} : { got: finding.got }),
    fix: finding.fix,
    severity: finding.severity ?? "fault",
  };
}

/** Puts a finding at a line and column of a file. */
export function placeFinding(
  file: string,
  line: number,
  column: number,
  finding: Finding,
): Fault {
  return { ...placeInFolder(file, finding), line, column };
}

/** `file:line:column`, or the folder. */
export function formatPlace({ file, line, column }: Fault): string {
  return [
    printable(file),
    ...(line === undefined || column === undefined ? [] : [line, column]),
  ].join(":");
}

/** The one line that shows a fault: `file:line:column: path: rule, got "value"; fix`. */
export function formatFault(fault: Fault): string {
  const where = `${formatPlace(fault)}: `;
  const what = fault.path === "" ? "" : `${printable(fault.path)}: `;
  const level = fault.severity === "warning" ? "warning: " : "";
  const got = fault.got === undefined ? "" : `, got ${shown(fault.got)}`;
  return `${where}${level}${what}${printable(fault.rule)}${got}; ${printable(fault.fix)}`;
}

/** Sorts by file, line, column and text, and leaves out repetitions. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  const seen = new Map(faults.map((fault) => [formatFault(fault), fault]));
  return [...seen]
    .sort(
      ([leftText, left], [rightText, right]) =>
        compare(left.file, right.file) ||
        (left.line ?? 0) - (right.line ?? 0) ||
        (left.column ?? 0) - (right.column ?? 0) ||
        compare(leftText, rightText),
    )
    .map(([, fault]) => fault);
}

/** `workloads.echo.clusters.eu` or `workloads.echo.serviceAccount[1]`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === "number"
        ? `[${part}]`
        : `${index === 0 ? "" : "."}${/^[\w-]+$/.test(part) ? part : JSON.stringify(part)}`,
    )
    .join("");
}

const longest = 200;

function shown(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : value instanceof Map || value === null || typeof value !== "object"
        ? String(value)
        : JSON.stringify(value);
  return printable(
    text.length > longest ? `${text.slice(0, longest)}...` : text,
  );
}

/** One line, without control characters that could rewrite a terminal or forge another line. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) =>
      `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
}

/** Orders by UTF-16 units, the same in every locale. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
