import type { AccessChange, Flag, ReviewedPlan } from "../review";
import { accessText } from "./access-text";
import {
  neutralizer,
  ownNames,
  placeholdersOf,
  splitNeutral,
  withoutWords,
  withPlaceholders,
  type Neutralizer,
} from "./own-names";
import type { PlanAccess } from "./plan-access";
import { roleName } from "./routes";
import type { Row } from "./row";
import { shownOf, takeApart, withTexts, type Shown } from "./row-texts";

/** One plan's rows, ready to be folded with those of others. */
export interface StackRows {
  readonly plan: PlanAccess;
  readonly rows: readonly Row[];
}

/** Rows of several plans, folded. */
export interface FoldedRows {
  readonly changes: readonly AccessChange[];
  /** By stack: what stands behind the names in braces that changes have. */
  readonly names: ReadonlyMap<string, ReviewedPlan["names"]>;
}

/**
 * Folds rows that are the same on several stacks into one. Texts are the same where they differ only by what tells
 * the stacks apart: stack, account, cluster, issuer, region. Says for each row which other stacks have its service
 * account or role, and neither this change nor the access that it leads to.
 */
export function foldRows(plans: readonly StackRows[]): FoldedRows {
  const names = ownNames(plans.map(({ plan }) => plan));
  const stacks = plans.map((one, index) => ({
    ...one,
    abouts: aboutsOf(one),
    neutral: neutralizer(names[index] ?? {}),
    neutralButWords: neutralizer(withoutWords(names[index] ?? {})),
  }));
  const folded = groupsOf(stacks).map((group) => ({
    ...foldTexts(group),
    row: group[0].row,
    on: stacksOf(group),
    differsOn: stacksWithout(group, stacks),
  }));
  const used = new Set(folded.flatMap(({ placeholders }) => placeholders));
  return {
    changes: folded.map(({ change, row, on, differsOn }) => ({
      ...change,
      flags: [
        ...change.flags.map((flag) => ({ ...flag, stacks: on })),
        ...(differsOn.length > 0 ? [differs(row, on, differsOn)] : []),
      ],
      stacks: on,
      differsOn,
    })),
    names: new Map(
      stacks.map(({ plan: { stack } }, index) => [
        stack,
        Object.fromEntries(
          Object.entries(names[index] ?? {}).filter(
            ([kind]) => kind !== "stack" && used.has(kind),
          ),
        ),
      ]),
    ),
  };
}

interface Stack extends StackRows {
  /** The service accounts and roles that it has, before or after. */
  readonly abouts: ReadonlySet<string>;
  readonly neutral: Neutralizer;
  /** Leaves those of its names that are but a word. */
  readonly neutralButWords: Neutralizer;
}

interface Member {
  readonly stack: Stack;
  readonly row: Row;
  readonly shown: Shown;
  readonly texts: readonly string[];
  /** The texts without the stack's own names. */
  readonly neutral: string;
}

type Group = readonly [Member, ...Member[]];

/** The rows that are the same, in the order of the first one of each group. */
function groupsOf(stacks: readonly Stack[]): readonly Group[] {
  const groups: [Member, ...Member[]][] = [];
  const byFrame = new Map<string, [Member, ...Member[]][]>();
  for (const stack of stacks)
    for (const row of stack.rows) {
      const shown = shownOf(row);
      const { frame, texts } = takeApart(shown);
      const member: Member = {
        stack,
        row,
        shown,
        texts,
        neutral: stack.neutral(texts),
      };
      const key = `${row.about}\n${frame}`;
      const alike = byFrame.get(key) ?? [];
      byFrame.set(key, alike);
      const group = alike.find(
        (one) =>
          one.every(({ neutral }) => neutral === member.neutral) ||
          neutralTextsOf([...one, member]),
      );
      if (group) {
        group.push(member);
        continue;
      }
      const made: [Member] = [member];
      alike.push(made);
      groups.push(made);
    }
  return groups;
}

/**
 * For each text of some rows one without the stacks' own names that stands for all of them; undefined where the rows
 * aren't the same.
 */
function neutralTextsOf(group: Group): readonly string[] | undefined {
  const [first, ...others] = group;
  if (others.every(({ neutral }) => neutral === first.neutral))
    return splitNeutral(first.neutral);
  // Some hold a name that is but a word in another place.
  const all = group.map(({ neutral }) => splitNeutral(neutral));
  const butWords = group.map(({ stack, texts }) =>
    splitNeutral(stack.neutralButWords(texts)),
  );
  const same = first.texts.flatMap(
    (_, index) => sameAt(all, index) ?? sameAt(butWords, index) ?? [],
  );
  return same.length === first.texts.length ? same : undefined;
}

/** What all lists have at a position; undefined where they differ. */
function sameAt(
  lists: readonly (readonly string[])[],
  index: number,
): string | undefined {
  const [one, ...others] = new Set(lists.map((list) => list[index]));
  return others.length === 0 ? one : undefined;
}

/** One row of a group, with `{stack}` and its like in the texts that differ. */
function foldTexts(group: Group): {
  readonly change: Shown;
  readonly placeholders: readonly string[];
} {
  const [first, ...others] = group;
  if (others.length === 0) return { change: first.shown, placeholders: [] };
  const neutral = neutralTextsOf(group) ?? [];
  const folded = first.texts.map((text, index) =>
    others.every(({ texts }) => texts[index] === text)
      ? { text, placeholders: [] }
      : {
          text: withPlaceholders(neutral[index] ?? text),
          placeholders: placeholdersOf(neutral[index] ?? text),
        },
  );
  return {
    change: withTexts(
      first.shown,
      folded.map(({ text }) => text),
    ),
    placeholders: folded.flatMap(({ placeholders }) => placeholders),
  };
}

function stacksOf(group: Group): readonly string[] {
  return [...new Set(group.map(({ row }) => row.stack))];
}

/** The other stacks that have what a group is about, and neither the change nor the access that it leads to. */
function stacksWithout(
  group: Group,
  stacks: readonly Stack[],
): readonly string[] {
  const [{ row, stack }] = group;
  const on = stacksOf(group);
  const left = stacks.filter(
    ({ plan, abouts }) => !on.includes(plan.stack) && abouts.has(row.about),
  );
  if (left.length === 0) return [];
  const access = accessText(stack.plan, row, stack.neutral);
  return left
    .filter(
      ({ plan, neutral }) =>
        row.changedParts.length > 0 ||
        access === undefined ||
        accessText(plan, row, neutral) !== access,
    )
    .map(({ plan }) => plan.stack);
}

function differs(
  row: Row,
  stacks: readonly string[],
  others: readonly string[],
): Flag {
  return {
    id: "clusters-differ",
    severity: "low",
    message: `${others.join(", ")} ${others.length === 1 ? "has" : "have"} ${row.about} too, and not this change`,
    reason: "What is meant for every cluster is easily forgotten on one.",
    link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    stacks,
  };
}

function aboutsOf({
  plan: { before, after },
  rows,
}: StackRows): ReadonlySet<string> {
  return new Set([
    ...rows.map(({ about }) => about),
    ...[before, after].flatMap(({ subjects, roles }) => [
      ...[...subjects.entries()].flatMap(([key, { ways }]) =>
        ways.length > 0 ? [key] : [],
      ),
      ...[...roles.values()].map(roleName),
    ]),
  ]);
}
