import type {
  Access,
  AccessChange,
  AccessChangeKind,
  Grant,
  Review,
} from "../../review";
import { subjectOf } from "../subject";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { table } from "./table";
import { code, stackList } from "./text";

const kinds: Readonly<Record<AccessChangeKind, string>> = {
  gains: "**gains**",
  loses: "**loses**",
  changes: "changes",
  replaced: "replaced, same access",
};

/** How many entries of a list a cell shows; the details have all. */
const mostInCell = 5;

/** One row for each service account or role whose access changes. */
export function access(review: Review, { most }: Detail): readonly string[] {
  if (review.changes.length === 0) return [];
  const { shown, left } = someOf(review.changes, most, "changes");
  return [
    "## Access",
    ...(shown.length === 0
      ? []
      : [
          table(
            [
              "",
              "service account",
              "stacks",
              "path and role",
              "gains",
              "loses",
              "how much is known",
            ],
            shown.map(row),
          ),
        ]),
    ...left,
  ];
}

function row(change: AccessChange): readonly string[] {
  return [
    kindCell(change),
    code(subjectOf(change)),
    stacksCell(change),
    pathCell(change),
    grants(change.added),
    grants(change.removed),
    knowledgeCell(change),
  ];
}

function kindCell({ kind, changedParts }: AccessChange): string {
  return changedParts.length === 0
    ? kinds[kind]
    : `${kinds[kind]}<br>${changedParts.join(", ")}`;
}

function stacksCell({ stacks, differsOn }: AccessChange): string {
  return differsOn.length === 0
    ? stackList(stacks)
    : `${stackList(stacks)}<br>**not so on** ${stackList(differsOn)}`;
}

function pathCell({ before, after }: AccessChange): string {
  const [old, now] = [before, after].map((one) => one && path(one));
  if (old === undefined || now === undefined || old === now)
    return now ?? old ?? "";
  return `${old}<br>becomes<br>${now}`;
}

function path({ path, kind, role, alsoAssumedBy = [] }: Access): string {
  const others = alsoAssumedBy.slice(0, mostInCell).map(code);
  const rest = alsoAssumedBy.length - others.length;
  return [
    ...(path === undefined ? [] : [pathNames[path]]),
    ...(kind === undefined ? [] : [kind]),
    code(role),
    ...(others.length === 0 ? [] : [`also lets in ${others.join(", ")}`]),
    ...(rest === 0 ? [] : [`and ${rest} more`]),
  ].join("<br>");
}

const pathNames = {
  irsa: "irsa",
  "pod-identity": "pod-identity",
  both: "**irsa and pod-identity**",
} as const;

/** One statement's part, as in `Allow` and code spans of action, resource and condition. */
export function grant({ effect, action, resource, condition }: Grant): string {
  const when = condition === undefined ? "" : ` when ${code(condition)}`;
  const what = effect === "Deny" ? "**Deny** " : "";
  return `${what}${code(action)} on ${code(resource)}${when}`;
}

function grants(all: readonly Grant[]): string {
  const shown = all.slice(0, mostInCell).map(grant);
  const rest = all.length - shown.length;
  return [...shown, ...(rest === 0 ? [] : [`and ${rest} more`])].join("<br>");
}

function knowledgeCell({ knowledge, unknown }: AccessChange): string {
  if (knowledge === "known") return knowledge;
  const shown = unknown.slice(0, mostInCell).map(code);
  const rest = unknown.length - shown.length;
  return [
    `**${knowledge}**`,
    ...shown,
    ...(rest === 0 ? [] : [`and ${rest} more`]),
  ].join("<br>");
}
