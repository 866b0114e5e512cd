import { accountsOf, regionOfIssuer } from "../access";
import type { ReviewedPlan } from "../review";
import type { PlanAccess } from "./plan-access";

type Name = keyof ReviewedPlan["names"] | "stack";

/** What a stack's own things are called. */
export type OwnNames = Readonly<Partial<Record<Name, string>>>;

const nameKinds: readonly Name[] = [
  "account",
  "cluster",
  "issuer",
  "region",
  "stack",
];

/**
 * For each plan the names that tell its stack apart: those of which there is one in the plan, and another one in
 * another plan.
 */
export function ownNames(plans: readonly PlanAccess[]): readonly OwnNames[] {
  const all = plans.map(namesIn);
  const telling = nameKinds.filter(
    (kind) => new Set(all.flatMap((names) => names[kind] ?? [])).size > 1,
  );
  return all.map((names) =>
    Object.fromEntries(
      telling.flatMap((kind) => {
        const name = names[kind];
        return name === undefined ? [] : [[kind, name]];
      }),
    ),
  );
}

function namesIn({ stack, before, after, resources }: PlanAccess): OwnNames {
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
  const account = only([...accountsOf([...resources.values()]).all]);
  return {
    stack,
    ...(account !== undefined && { account }),
    ...(cluster !== undefined && cluster !== stack && { cluster }),
    ...(issuer !== undefined && isOf(issuer, region) && { issuer }),
    ...(region !== undefined && { region }),
  };
}

function only(values: readonly string[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 && first !== "" ? first : undefined;
}

/** Whether an issuer may be of a cluster in the stack's region: that of another one is somebody else's. */
function isOf(issuer: string, region: string | undefined): boolean {
  const own = regionOfIssuer(issuer);
  return own === undefined || region === undefined || own === region;
}

/** Characters that no text needs: control characters. */
const mark = "\u0001";
const separator = "\u0002";

/** Takes a stack's own names out of texts: what it gives is the same for the same texts, and can be split again. */
export type Neutralizer = (texts: readonly string[]) => string;

/**
 * Replaces a stack's own names by marks; of names that begin alike the longest counts. Texts that hold marks themselves
 * stay as they are, so that no plan can make two texts the same that aren't.
 */
export function neutralizer(names: OwnNames): Neutralizer {
  const kindOf = new Map(
    nameKinds.flatMap((kind) => {
      const name = names[kind];
      return name === undefined ? [] : [[name, kind] as const];
    }),
  );
  const own = [...kindOf.keys()]
    .sort((left, right) => right.length - left.length)
    .map(escapeRegExp);
  const pattern = new RegExp(
    `(?<![A-Za-z0-9])(?:${own.join("|")})(?![A-Za-z0-9])`,
    "g",
  );
  return (texts) => {
    const joined = texts.join(separator);
    if (joined.includes(mark) || texts.some((text) => text.includes(separator)))
      return mark + texts.map((text) => JSON.stringify(text)).join(separator);
    return kindOf.size === 0
      ? joined
      : joined.replace(
          pattern,
          (name) => `${mark}${kindOf.get(name) ?? ""}${mark}`,
        );
  };
}

/** The names without those that are but a word, such as `eks` or `main`, which texts may hold for another reason. */
export function withoutWords(names: OwnNames): OwnNames {
  return Object.fromEntries(
    Object.entries(names).filter(([, name]) => !/^[A-Za-z]+$/.test(name)),
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const marked = new RegExp(`${mark}([a-z]+)${mark}`, "g");

/** Texts that were neutralized, each with its marks. */
export function splitNeutral(neutral: string): readonly string[] {
  return neutral.split(separator);
}

/** A neutralized text with `{stack}` and its like in place of the marks. */
export function withPlaceholders(neutral: string): string {
  return neutral.replace(marked, (_, kind: string) => `{${kind}}`);
}

/** What the marks of a neutralized text stand for, such as `stack`. */
export function placeholdersOf(neutral: string): readonly string[] {
  return [...neutral.matchAll(marked)].map(([, kind = ""]) => kind);
}
