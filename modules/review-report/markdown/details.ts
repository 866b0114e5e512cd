import { escapeHtml } from "../../markup";
import type { AccessChange, RawDocument, Review, Route } from "../../review";
import { diffLines } from "../line-diff";
import { subjectOf } from "../subject";
import { grant } from "./access";
import type { Detail } from "./detail";
import { fencedCode } from "./fenced-code";
import { code } from "./text";

/** What every change consists of, folded: routes, all grants and, at the richest level, the documents. */
export function* details(review: Review, { level }: Detail): Iterable<string> {
  if (level === "summary") return;
  for (const change of review.changes) {
    const parts = [
      ...routes("route before", change.before?.routes ?? []),
      ...routes("route after", change.after?.routes ?? []),
      ...list("gains", change.added.map(policyGrant)),
      ...list("loses", change.removed.map(policyGrant)),
      ...list("not known", change.unknown.map(code)),
      ...(level === "documents" ? change.documents.flatMap(document) : []),
    ];
    if (parts.length > 0) yield folded(change, parts);
  }
}

function folded(change: AccessChange, parts: readonly string[]): string {
  const stacks = change.stacks.map(htmlCode).join(", ");
  return [
    `<details><summary>${htmlCode(subjectOf(change))} on ${stacks}: ${change.kind}</summary>`,
    ...parts,
    "</details>",
  ].join("\n\n");
}

/** A mention or an issue's number in a code element fires nothing. */
function htmlCode(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function routes(title: string, all: readonly Route[]): readonly string[] {
  return list(
    title,
    all.map((route) =>
      route
        .map(({ kind, text, address }) =>
          address === undefined || address === text
            ? `${kind} ${code(text)}`
            : `${kind} ${code(text)} (${code(address)})`,
        )
        .join(" → "),
    ),
  );
}

function policyGrant(one: AccessChange["added"][number]): string {
  return `${grant(one)}, by ${code(one.policy)}`;
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0
    ? []
    : [`**${title}**`, items.map((item) => `- ${item}`).join("\n")];
}

function document({ title, before, after }: RawDocument): readonly string[] {
  if (before === after)
    return [`${code(title)}, unchanged`, fencedCode(after ?? "")];
  const compared =
    before === undefined || after === undefined
      ? undefined
      : diffLines(before, after);
  if (compared !== undefined)
    return [
      `${code(title)}, changed`,
      fencedCode(
        compared.map(({ mark, line }) => `${mark}${line}`).join("\n"),
        "diff",
      ),
    ];
  return [
    ...(before === undefined
      ? []
      : [`${code(title)} before`, fencedCode(before)]),
    ...(after === undefined ? [] : [`${code(title)} after`, fencedCode(after)]),
  ];
}
