import type { Flag, Review } from "../../review";
import { rankedFlags, type RankedFlag } from "../ranked";
import { subjectOf } from "../subject";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { table } from "./table";
import { code, link, sentence, stackList } from "./text";

/** Every risk with its reason; the accepted ones last, and visible. */
export function risks(review: Review, { most }: Detail): readonly string[] {
  const all = rankedFlags(review);
  if (all.length === 0) return [];
  const { shown, left } = someOf(all, most, "risks");
  return [
    "## Risks",
    ...(shown.length === 0
      ? []
      : [table(["severity", "risk", "where", "why"], shown.map(row))]),
    ...left,
  ];
}

/** How many service accounts a row names. */
const mostSubjects = 5;

function row({ flag, changes }: RankedFlag): readonly string[] {
  const subjects = changes.map(subjectOf);
  const rest = subjects.length - mostSubjects;
  return [
    severityCell(flag),
    `${sentence(flag.message)} (${link(flag.id, flag.link)})`,
    [
      ...subjects.slice(0, mostSubjects).map(code),
      ...(rest > 0 ? [`and ${rest} more`] : []),
      ...(flag.address === undefined ? [] : [code(flag.address)]),
      stackList(flag.stacks),
    ].join("<br>"),
    sentence(flag.reason),
  ];
}

function severityCell({ severity, accepted }: Flag): string {
  if (accepted === undefined)
    return severity === "high" ? "**high**" : severity;
  const until =
    accepted.until === undefined ? "" : ` until ${sentence(accepted.until)}`;
  return `${severity}, accepted${until}: ${sentence(accepted.reason)}`;
}
