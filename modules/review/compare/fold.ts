import type { Access, AccessChange, Flag, Grant } from "../review";
import type { PlanAccess } from "./plan-access";
import { roleName } from "./routes";
import type { Row } from "./row";

/** One plan's rows, ready to be folded with those of others. */
export interface StackRows {
  readonly plan: PlanAccess;
  readonly rows: readonly Row[];
}

/**
 * Folds rows that are the same on several stacks into one. Texts are the same where they differ only by what tells
 * the stacks apart: stack, cluster, issuer, region. Says for each row which other stacks have its service account
 * or role without this change.
 */
export function foldRows(plans: readonly StackRows[]): readonly AccessChange[] {
  const names = plans.map(({ plan }) => ownNames(plan));
  const groups = new Map<string, Member[]>();
  for (const [index, { rows }] of plans.entries()) {
    const neutral = neutralizer(differing(names, index));
    for (const row of rows) {
      const { frame, texts } = takeApart(shown(row));
      const neutralTexts = neutral(texts);
      const key = [row.about, frame, neutralTexts].join("\n");
      groups.set(key, [
        ...(groups.get(key) ?? []),
        { row, texts, neutralTexts },
      ]);
    }
  }
  const abouts = plans.map(({ plan, rows }) => aboutsOf(plan, rows));
  return [...groups.values()].flatMap((members) => {
    const [first, ...others] = members;
    if (first === undefined) return [];
    const stacks = [...new Set(members.map(({ row }) => row.stack))];
    const differsOn = plans.flatMap(({ plan }, index) =>
      !stacks.includes(plan.stack) && abouts[index]?.has(first.row.about)
        ? [plan.stack]
        : [],
    );
    const change = foldTexts([first, ...others]);
    return [
      {
        ...change,
        flags: [
          ...change.flags.map((flag) => ({ ...flag, stacks })),
          ...(differsOn.length > 0
            ? [differs(first.row, stacks, differsOn)]
            : []),
        ],
        stacks,
        differsOn,
      },
    ];
  });
}

/** A row with its texts, as JSON, and the same without the stack's own names. */
interface Member {
  readonly row: Row;
  readonly texts: string;
  readonly neutralTexts: string;
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

/** The part of a row that a report shows, but for its stack. */
type Shown = Omit<AccessChange, "stacks" | "differsOn">;

function shown(row: Row): Shown {
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

/** What must be the same on each stack, and what may hold the stack's own names, both as JSON. */
function takeApart(row: Shown): {
  readonly frame: string;
  readonly texts: string;
} {
  const texts: string[] = [];
  const frame = mapTexts(row, (text) => {
    texts.push(text);
    return "";
  });
  return { frame: JSON.stringify(frame), texts: JSON.stringify(texts) };
}

/** A copy with other texts in the places of those that may hold a stack's own names, in one order. */
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

type Name = "issuer" | "stack" | "cluster" | "region";

/** What tells a stack apart, the longest first: an issuer holds the region. */
type OwnNames = Readonly<Partial<Record<Name, string>>>;

const nameKinds: readonly Name[] = ["issuer", "stack", "cluster", "region"];

function ownNames({ stack, before, after, resources }: PlanAccess): OwnNames {
  const issuer = only([
    ...[...before.subjects.values(), ...after.subjects.values()].flatMap(
      ({ ways }) => ways.flatMap(({ issuerHost }) => issuerHost ?? []),
    ),
    ...[...before.providers, ...after.providers].flatMap(
      ({ host }) => host ?? [],
    ),
  ]);
  const cluster = only(
    [...before.associations, ...after.associations].map((one) => one.cluster),
  );
  const region = only(
    [...resources.values()].flatMap((resource) => resource.region ?? []),
  );
  return {
    stack,
    ...(issuer !== undefined && { issuer }),
    ...(cluster !== undefined && cluster !== stack && { cluster }),
    ...(region !== undefined && { region }),
  };
}

function only(values: readonly string[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 && first !== "" ? first : undefined;
}

/** The names of a stack that every stack has, each with another value. */
function differing(all: readonly OwnNames[], index: number): OwnNames {
  return Object.fromEntries(
    nameKinds.flatMap((kind) => {
      const values = all.map((names) => names[kind]);
      const own = values[index];
      return own !== undefined &&
        !values.includes(undefined) &&
        new Set(values).size === values.length
        ? [[kind, own]]
        : [];
    }),
  );
}

/** A character that no JSON text has: inside of strings it is escaped. */
const mark = "\u0001";

/**
 * Replaces a stack's own names in a JSON text by marks, which none has itself: no plan can make two texts the same that
 * aren't.
 */
function neutralizer(names: OwnNames): (text: string) => string {
  const kinds = nameKinds.filter((kind) => names[kind] !== undefined);
  if (kinds.length === 0) return (text) => text;
  const own = kinds.map((kind) => escapeRegExp(names[kind] ?? ""));
  const pattern = new RegExp(
    `(?<![A-Za-z0-9])(?:${own.join("|")})(?![A-Za-z0-9])`,
    "g",
  );
  const kindOf = new Map(kinds.map((kind) => [names[kind] ?? "", kind]));
  return (text) =>
    text.replace(pattern, (name) => `${mark}${kindOf.get(name) ?? ""}${mark}`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** One of the rows, where their texts aren't all the same with `{stack}` and its like in them. */
function foldTexts([first, ...others]: readonly [Member, ...Member[]]): Shown {
  const row = shown(first.row);
  if (others.every(({ texts }) => texts === first.texts)) return row;
  const folded = first.neutralTexts.replace(
    new RegExp(`${mark}([a-z]+)${mark}`, "g"),
    (_, kind: string) => `{${kind}}`,
  );
  const texts = (JSON.parse(folded) as readonly string[]).values();
  return mapTexts(row, (text) => texts.next().value ?? text);
}

/** The service accounts and roles that a stack has, before or after. */
function aboutsOf(
  { before, after }: PlanAccess,
  rows: readonly Row[],
): ReadonlySet<string> {
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
