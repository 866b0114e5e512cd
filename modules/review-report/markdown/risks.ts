import type { Flag } from "../../review";
import type { RankedFlag } from "../ranked";
import { subjectOf } from "../subject";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { table } from "./table";
import { code, link, sentence, stackList } from "./text";

/** The risks that `riskRow` gave, as a table. */
export function risks(
  rows: readonly (readonly string[])[],
  { most }: Detail,
): readonly string[] {
  if (rows.length === 0) return [];
  const { shown, left } = someOf(rows, most, "risks");
  return [
    "## Risks",
    ...(shown.length === 0
      ? []
      : [table(["severity", "risk", "where", "why"], shown)]),
    ...left,
  ];
}

/** How many service accounts a row names. */
const mostSubjects = 5;

/** A risk with its reason, and whether it is accepted. */
export function riskRow({ flag, changes }: RankedFlag): readonly string[] {
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
