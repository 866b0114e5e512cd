import { canonicalJson } from "./canonical-json";
import { readConfiguration, type ResourceConfiguration } from "./configuration";
import { keptAttributes } from "./identity-types";
import { fieldOf, type Json } from "./json";
import { isEmpty } from "./keep-roles";
import { isAboutIdentity } from "./kubernetes";
import { failedChecks, problemsOf } from "./plan-problems";
import { isTouched, readChanges, type Change } from "./read-changes";
import { keepOf, provisionersThatRun, reduceResource } from "./reduce-resource";
import type { ReducedPlan, ResourceAction } from "./reduced-plan";
import { unreadTypeOf } from "./unread-type-of";

/**
 * Reduces a plan to what a review reads of it.
 *
 * @param document the parsed text of `terraform show -json`
 * @throws Error on a document that isn't as Terraform writes it.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function reducePlan(stack: string, document: Json): ReducedPlan {
  const changes = readChanges(document);
  const candidates = new Set(changes.filter(isIdentity));
  const configuration = readConfiguration(
    fieldOf(document, "configuration"),
    [...candidates].filter(
      (change) => !isMuchElse(change) && change.action !== "delete",
    ),
  );
  const identity = changes
    .map((change) => ({ change, configured: configuration(change.parsed) }))
    .filter(
      ({ change, configured }) =>
        (candidates.has(change) &&
          (!isMuchElse(change) || changesPolicy(change, configured))) ||
        provisionersThatRun(change, configured).length > 0,
    );
  return {
    reduced: 1,
    stack,
    errored: fieldOf(document, "errored") === true,
    messages: failedChecks(document),
    problems: problemsOf(document, changes),
    counts: countActions(changes),
    others: countOthers(changes, new Set(identity.map(({ change }) => change))),
    resources: identity
      .map(({ change, configured }) => reduceResource(change, configured))
      .sort((left, right) => (left.address < right.address ? -1 : 1)),
  };
}

function isIdentity({ type, change, action }: Change): boolean {
  if (keptAttributes(type) === undefined) return false;
  if (type.startsWith("data.")) return action === "read";
  return !type.startsWith("kubernetes_") || isAboutIdentity(type, change);
}

/** Whether a resource counts only where its policy is set or changed. */
function isMuchElse({ type }: Change): boolean {
  return unreadTypeOf(type)?.byAttribute === true;
}

/** Whether a resource that is much else too has its policy or its role set or changed. */
function changesPolicy(
  { type, change }: Change,
  { attributes }: ResourceConfiguration,
): boolean {
  const { needs, rolesOnly } = unreadTypeOf(type) ?? {};
  const isSet = (name: string): boolean =>
    ["before", "after", "after_unknown"].some(
      (stage) => !isEmpty(fieldOf(change, stage, name)),
    );
  if (needs !== undefined && !isSet(needs)) return false;
  return (keptAttributes(type) ?? []).some((name) => {
    const kept = (stage: string): Json => {
      const value = keepOf(type, name, fieldOf(change, stage, name) ?? null);
      return isEmpty(value) ? null : value;
    };
    const unknown = kept("after_unknown");
    return unknown === true || (rolesOnly === true && unknown !== null)
      ? attributes.includes(name)
      : canonicalJson(kept("before")) !== canonicalJson(kept("after"));
  });
}

function countActions(changes: readonly Change[]): ReducedPlan["counts"] {
  const count = (action: ResourceAction): number =>
    changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    replace: count("replace"),
    import: changes.filter(({ imported }) => imported).length,
    move: changes.filter(({ movedFrom }) => movedFrom !== undefined).length,
  };
}

function countOthers(
  changes: readonly Change[],
  identity: ReadonlySet<Change>,
): ReducedPlan["others"] {
  const counts = new Map<string, number>();
  for (const change of changes)
    if (isTouched(change) && !identity.has(change))
      counts.set(change.type, (counts.get(change.type) ?? 0) + 1);
  return Object.fromEntries(
    [...counts].sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
