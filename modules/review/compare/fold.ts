import type { AccessChange, Flag } from "../review";
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
      const text = shown(row);
      const neutralText = neutral(text);
      const key = `${row.about}\n${neutralText}`;
      groups.set(key, [...(groups.get(key) ?? []), { row, text, neutralText }]);
    }
  }
  const abouts = plans.map(({ plan, rows }) => aboutsOf(plan, rows));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const stacks = new Set(members.map(({ row }) => row.stack));
    const differsOn = plans.flatMap(({ plan }, index) =>
      !stacks.has(plan.stack) && abouts[index]?.has(first.row.about)
        ? [plan.stack]
        : [],
    );
    const content = foldTexts(members);
    const change = JSON.parse(content) as Omit<
      AccessChange,
      "stacks" | "differsOn"
    >;
    return [
      {
        ...change,
        flags: [
          ...change.flags.map((flag) => ({ ...flag, stacks: [...stacks] })),
          ...(differsOn.length > 0
            ? [differs(first.row, [...stacks], differsOn)]
            : []),
        ],
        stacks: [...stacks],
        differsOn,
      },
    ];
  });
}

/** A row with what it shows, as JSON, and the same without the stack's own names. */
interface Member {
  readonly row: Row;
  readonly text: string;
  readonly neutralText: string;
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

/** The part of a row that a report shows, but for its stack, as JSON. */
function shown(row: Row): string {
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
  } = row;
  const flags = row.flags.map((flag) => ({ ...flag, stacks: [] }));
  return JSON.stringify({
    kind,
    subject,
    before,
    after,
    added,
    removed,
    changedParts,
    knowledge,
    unknown,
    flags,
    documents,
  });
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

/** A character that no text of a plan needs: Unicode has it for use inside programs. */
const mark = "\uFDD2";

/**
 * Replaces a stack's own names in a text by marks. A text that holds a mark stays as it is, so that no plan can make
 * two texts the same that aren't.
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
    text.includes(mark)
      ? text
      : text.replace(
          pattern,
          (name) => `${mark}${kindOf.get(name) ?? ""}${mark}`,
        );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The rows' own text where they are all the same, else with `{stack}` and its like. */
function foldTexts(members: readonly Member[]): string {
  const [text = "", ...others] = new Set(members.map((one) => one.text));
  return others.length === 0
    ? text
    : (members[0]?.neutralText ?? "").replace(
        new RegExp(`${mark}([a-z]+)${mark}`, "g"),
        (_, kind: string) => `{${kind}}`,
      );
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
