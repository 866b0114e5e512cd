import type { Access, AccessChange, Grant } from "../review";
import type { Row } from "./row";

/** The part of a row that a report shows, but for its stack. */
export type Shown = Omit<AccessChange, "stacks" | "differsOn">;

/** What a report shows of a row. */
export function shownOf(row: Row): Shown {
  const {
    kind,
    subject,
    before,
    after,
    added,
    removed,
    changedParts,
    knowledge,
    unknown,
    documents,
    flags,
  } = row;
  return {
    kind,
    ...(subject && { subject }),
    ...(before && { before }),
    ...(after && { after }),
    added,
    removed,
    changedParts,
    knowledge,
    unknown,
    flags: flags.map((flag) => ({ ...flag, stacks: [] })),
    documents,
  };
}

/**
 * Takes a row apart into the texts that may hold a stack's own names, in one order, and the rest, as JSON: effects,
 * actions and all that a report says in its own words.
 */
export function takeApart(row: Shown): {
  readonly frame: string;
  readonly texts: readonly string[];
} {
  const texts: string[] = [];
  const frame = mapTexts(row, (text) => {
    texts.push(text);
    return "";
  });
  return { frame: JSON.stringify(frame), texts };
}

/** The row with other texts in their places. */
export function withTexts(row: Shown, texts: readonly string[]): Shown {
  const left = texts.values();
  return mapTexts(row, (text) => left.next().value ?? text);
}

function mapTexts(row: Shown, map: (text: string) => string): Shown {
  const accessOf = (access: Access): Access => ({
    ...access,
    role: map(access.role),
    ...(access.alsoAssumedBy && {
      alsoAssumedBy: access.alsoAssumedBy.map(map),
    }),
    routes: access.routes.map((route) =>
      route.map((step) => ({
        ...step,
        text: map(step.text),
        ...(step.address !== undefined && { address: map(step.address) }),
      })),
    ),
  });
  const grantOf = (grant: Grant): Grant => ({
    ...grant,
    resource: map(grant.resource),
    ...(grant.condition !== undefined && { condition: map(grant.condition) }),
    policy: map(grant.policy),
  });
  return {
    ...row,
    ...(row.before && { before: accessOf(row.before) }),
    ...(row.after && { after: accessOf(row.after) }),
    added: row.added.map(grantOf),
    removed: row.removed.map(grantOf),
    unknown: row.unknown.map(map),
    flags: row.flags.map((flag) => ({
      ...flag,
      message: map(flag.message),
      ...(flag.address !== undefined && { address: map(flag.address) }),
    })),
    documents: row.documents.map(({ title, before, after }) => ({
      title: map(title),
      ...(before !== undefined && { before: map(before) }),
      ...(after !== undefined && { after: map(after) }),
    })),
  };
}
