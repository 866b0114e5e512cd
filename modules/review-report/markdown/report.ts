import type { Review } from "../../review";
import { headline } from "../headline";
import { rankedFlags, type RankedFlag } from "../ranked";
import { access } from "./access";
import { banner } from "./banner";
import type { Detail } from "./detail";
import { details } from "./details";
import { namesOfStacks } from "./names-of-stacks";
import { plans } from "./plans";
import { restarts } from "./restarts";
import { riskRow, risks } from "./risks";
import { someOf } from "./some-of";
import { code } from "./text";

/** Longest report, in UTF-16 code units: GitHub refuses a comment of more than 65,536 characters. */
const longest = 65_000;

export interface MarkdownReportProps {
  readonly review: Review;
  /** Shown in the title. */
  readonly environment?: string;
  /** Stack -> digest of its reduced model, shown so that an apply can be compared. @default none */
  readonly digests?: ReadonlyMap<string, string>;
  /** A first line, such as `commentMarker` gives. @default none */
  readonly marker?: string;
}

const none: ReadonlyMap<string, string> = new Map();

/**
 * A review as GitHub Flavored Markdown that fits a comment: at most 65,000 characters. Of three levels of
 * detail (with documents, with routes, tables alone) it is the richest that fits; where not even the tables
 * do, they are cut, least severe last, and say what they leave out. Begins with what is not reviewable.
 *
 * Text from a plan is shown as it is, control characters made visible, and never becomes a mention, a link, HTML,
 * an issue's number or a row of its own.
 */
export function markdownReport(props: MarkdownReportProps): string {
  const ranked = rankedFlags(props.review);
  const report = { ...props, ranked, riskRows: ranked.map(riskRow) };
  for (const level of ["documents", "routes", "summary"] as const) {
    const text = write(report, { level, most: Infinity });
    if (text !== undefined) return text;
  }
  return cut(report);
}

/** What every attempt to write it shares. */
interface Report extends MarkdownReportProps {
  readonly ranked: readonly RankedFlag[];
  readonly riskRows: readonly (readonly string[])[];
}

/** The tables with as many entries each as there is room for. */
function cut(report: Report): string {
  let best: string | undefined;
  let fits = -1;
  let tooMany = 1_000;
  while (tooMany - fits > 1) {
    const most = Math.floor((fits + tooMany) / 2);
    const text = write(report, { level: "summary", most });
    if (text === undefined) tooMany = most;
    else {
      fits = most;
      best = text;
    }
  }
  if (best === undefined)
    throw new Error("a report without entries is too long");
  return best;
}

/** The report, or nothing where it would be too long: what follows then is not even written. */
function write(report: Report, detail: Detail): string | undefined {
  let text = "";
  for (const part of parts(report, detail)) {
    text += text === "" ? part : `\n\n${part}`;
    if (text.length >= longest) return undefined;
  }
  return `${text}\n`;
}

function* parts(report: Report, detail: Detail): Generator<string> {
  const {
    review,
    ranked,
    riskRows,
    environment,
    marker,
    digests = none,
  } = report;
  if (marker !== undefined) yield marker;
  yield environment === undefined
    ? "# Identity review"
    : `# Identity review: ${code(environment)}`;
  yield* banner(review, detail);
  yield headline(review, ranked);
  yield* plans(review, detail);
  yield* namesOfStacks(review, detail);
  yield* risks(riskRows, detail);
  yield* access(review, detail);
  yield* details(review, detail);
  yield* restarts(review, detail);
  yield* digestList(digests, detail);
}

function digestList(
  digests: ReadonlyMap<string, string>,
  { most }: Detail,
): readonly string[] {
  if (digests.size === 0) return [];
  const { shown, left } = someOf([...digests], most, "digests");
  return [
    "Digests of what was reviewed:",
    shown
      .map(([stack, digest]) => `- ${code(stack)} ${code(digest)}`)
      .join("\n"),
    ...left,
  ];
}
