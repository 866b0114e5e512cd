import {
  expressionOf,
  isSameBoundary,
  opaquePolicies,
  type Role,
  type Value,
  type Way,
} from "../access";
import type { ChangedPart } from "../review";
import { canonicalTrust } from "./canonical-trust";
import type { RoleChange } from "./row";

/**
 * The parts in which the ways of a service account before differ from those after, but the grants, which are compared
 * as sets. Sorted, each once; none where nothing differs, and their order is no difference.
 *
 * @param roles the roles of all these ways
 */
export function changedParts(
  before: readonly Way[],
  after: readonly Way[],
  roles: readonly RoleChange[],
): readonly ChangedPart[] {
  const parts = new Set<ChangedPart>();
  if (pathsOf(before) !== pathsOf(after)) parts.add("path");
  for (const role of roles) {
    if (role.before === undefined || role.after === undefined) {
      parts.add("role");
      continue;
    }
    for (const part of changedPartsOfRole(role)) parts.add(part);
    for (const path of ["irsa", "pod-identity"] as const) {
      const isOne = (way: Way): boolean =>
        way.path === path && way.role.key === role.key;
      const left = before.filter(isOne);
      const right = after.filter(isOne);
      if (left.length > 0 && right.length > 0)
        for (const part of changedPartsOfWays(left, right)) parts.add(part);
      else if (left.length > 0 || right.length > 0) parts.add("path");
    }
  }
  if (sessionPoliciesDiffer(before, after)) parts.add("session policy");
  return [...parts].sort();
}

/** Whether ways by other paths or roles than before have other session policies than those whose place they take. */
function sessionPoliciesDiffer(
  before: readonly Way[],
  after: readonly Way[],
): boolean {
  const goes = sessionPoliciesOf(waysOfOwn(before, after));
  const comes = sessionPoliciesOf(waysOfOwn(after, before));
  return goes !== "" && comes !== "" && goes !== comes;
}

/** The ways whose path and role together none of the others has. */
function waysOfOwn(
  ways: readonly Way[],
  others: readonly Way[],
): readonly Way[] {
  const keyOf = ({ path, role }: Way): string => `${path} ${role.key}`;
  const known = new Set(others.map(keyOf));
  return ways.filter((way) => !known.has(keyOf(way)));
}

/** Empty for no way. */
function sessionPoliciesOf(ways: readonly Way[]): string {
  return [...new Set(ways.map((way) => JSON.stringify(sessionPolicyOf(way))))]
    .sort()
    .join("\n");
}

function sessionPolicyOf({ association }: Way): string {
  return textOf(association?.sessionPolicy);
}

/** The parts in which a role at both times differs, but its grants; sorted, none for one that comes or goes. */
export function changedPartsOfRole({
  before,
  after,
}: RoleChange): readonly ChangedPart[] {
  if (before === undefined || after === undefined) return [];
  return [
    ...(opaqueText(before) === opaqueText(after)
      ? []
      : ["managed policies" as const]),
    ...(isSameBoundary(before.boundary, after.boundary)
      ? []
      : ["permissions boundary" as const]),
    ...(canonicalTrust(before.trust) === canonicalTrust(after.trust)
      ? []
      : ["trust policy" as const]),
  ];
}

function opaqueText(role: Role): string {
  return JSON.stringify([...new Set(opaquePolicies(role))].sort());
}

function pathsOf(ways: readonly Way[]): string {
  return [...new Set(ways.map(({ path }) => path))].sort().join();
}

type WayPart = readonly [part: ChangedPart, textOf: (way: Way) => string];

/** What tells ways of one path and role apart, most of all first. */
const wayParts: readonly WayPart[] = [
  ["association", ({ association }) => association?.cluster ?? ""],
  ["issuer", ({ issuerHost }) => issuerHost ?? ""],
  ["session policy", sessionPolicyOf],
  ["session tags", ({ association }) => String(association?.sessionTags)],
  ["target role", ({ association }) => textOf(association?.targetRole)],
  ["whether it gets in", ({ decision }) => decision],
];

/** Equal for values that are the same as far as the plan says. */
function textOf(value: Value = { state: "absent" }): string {
  switch (value.state) {
    case "absent":
      return "";
    case "sensitive":
      return "(sensitive)";
    case "unknown":
      return expressionOf(value.unknown);
    case "known":
      return JSON.stringify(value.value);
  }
}

/** The parts in which ways of one path and role differ. */
function changedPartsOfWays(
  before: readonly Way[],
  after: readonly Way[],
): readonly ChangedPart[] {
  const left = before.map(textsOf);
  const right = after.map(textsOf);
  const gone = without(left, right);
  const come = without(right, left);
  const differs = (index: number): boolean =>
    gone.some((texts, at) => texts[index] !== (come[at] ?? texts)[index]);
  return [
    ...wayParts.flatMap(([part], index) => (differs(index) ? [part] : [])),
    ...(gone.length === come.length
      ? []
      : [
          before[0]?.path === "irsa"
            ? ("issuer" as const)
            : ("association" as const),
        ]),
  ];
}

function textsOf(way: Way): readonly string[] {
  return wayParts.map(([, textOfPart]) => textOfPart(way));
}

/** One list without the entries of another one, each as often as that has it; sorted. */
function without(
  all: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const left = others.map((texts) => JSON.stringify(texts));
  return all
    .map((texts) => ({ texts, key: JSON.stringify(texts) }))
    .filter(({ key }) => {
      const at = left.indexOf(key);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ texts }) => texts);
}
