import type { ReducedResource } from "../plan";
import {
  addPolicy,
  type Collected,
  type CollectedPolicy,
} from "./collected-policies";
import {
  isUnknown,
  type Identity,
  type IdentityIndex,
  type IdentityKind,
} from "./identity-index";
import { exclusiveResources, valuesIn, type PolicySort } from "./placements";
import { makePolicy, type PolicyIndex } from "./policy-index";
import type { Policy } from "./role";
import { isReference, valueAt, type Value } from "./value";

/** What is looked at to tell what an apply takes away. */
export interface DetachmentContext {
  readonly list: readonly ReducedResource[];
  /** Of the time after the apply, as `policies` is. */
  readonly indexes: Readonly<Record<IdentityKind, IdentityIndex>>;
  readonly policies: PolicyIndex;
  /** What is found on an identity; it is changed. */
  readonly at: (identity: Identity) => Collected;
}

/** What exclusive resources leave on one identity. */
export interface ExclusiveList {
  /** Of the resources that say so. */
  readonly by: readonly string[];
  readonly sort: PolicySort;
  readonly names: ReadonlySet<string>;
  /** Addresses of what it names, where the name or ARN isn't known yet. */
  readonly addresses: ReadonlySet<string>;
  /** Whether it names what isn't known. */
  readonly isOpen: boolean;
}

/** The lists of the exclusive resources that the apply makes or changes, by the key of the identity that they are of. */
export function exclusiveLists({
  list,
  indexes,
  policies,
  at,
}: DetachmentContext): ReadonlyMap<string, readonly ExclusiveList[]> {
  const lists = new Map<string, ExclusiveList[]>();
  for (const resource of list) {
    const exclusive = exclusiveResources.get(resource.type);
    if (exclusive === undefined || !acts(resource)) continue;
    const { kind, sort } = exclusive;
    const left = valuesIn(resource, "after", exclusive.policies);
    const one = {
      ...listOfValues(sort, left, policies, resource.provider),
      by: [resource.address],
    };
    const { identities } = indexes[kind].find(
      valueAt(resource, "after", exclusive.identity),
      resource.provider,
    );
    for (const identity of identities) {
      const { key } = identity;
      if (isUnknown(identity)) {
        addPolicy(at(identity), unnamed(resource.address, sort), sort, {
          address: resource.address,
          isMade: true,
        });
        continue;
      }
      const others = lists.get(key) ?? [];
      // Of identities that are called the same it isn't known whose it is.
      const same =
        identities.length > 1
          ? others.find((other) => other.sort === sort)
          : undefined;
      lists.set(
        key,
        same
          ? [...others.filter((other) => other !== same), both(same, one)]
          : [...others, one],
      );
    }
  }
  return lists;
}

/** Stands for the policies that a resource takes from an identity that isn't known. */
function unnamed(address: string, sort: PolicySort): Policy {
  return makePolicy(`what ${address} doesn't name`, [], {
    state: "not reviewable",
    why: `whose ${sort} policies go isn't known`,
  });
}

function listOfValues(
  sort: PolicySort,
  values: readonly Value[],
  policies: PolicyIndex,
  provider: string | undefined,
): Omit<ExclusiveList, "by"> {
  const names = new Set<string>();
  const addresses = new Set<string>();
  let isOpen = false;
  for (const value of values) {
    if (value.state === "known" && typeof value.value === "string")
      names.add(value.value);
    else if (
      value.state !== "unknown" ||
      !isReference(value.unknown) ||
      value.unknown.from.length === 0 ||
      value.unknown.unresolved === true
    )
      isOpen = true;
    if (value.state === "unknown")
      for (const { address } of value.unknown.from) addresses.add(address);
    if (sort === "managed")
      for (const { policy } of policies.find(value, provider))
        for (const address of policy.addresses) addresses.add(address);
  }
  return { sort, names, addresses, isOpen };
}

function both(left: ExclusiveList, right: ExclusiveList): ExclusiveList {
  return {
    by: [...left.by, ...right.by],
    sort: left.sort,
    names: new Set([...left.names, ...right.names]),
    addresses: new Set([...left.addresses, ...right.addresses]),
    isOpen: left.isOpen || right.isOpen,
  };
}

/** What becomes of a policy. */
export type Verdict = "stays" | "goes" | "not known";

/** Whether a policy stays on the identity that a list is of. */
export function verdictOf(
  { policy, sources }: CollectedPolicy,
  { names, addresses, isOpen }: ExclusiveList,
): Verdict {
  if (
    sources.some(
      ({ nameOrArn }) => nameOrArn !== undefined && names.has(nameOrArn),
    ) ||
    policy.addresses.some((address) => addresses.has(address))
  )
    return "stays";
  return isOpen ? "not known" : "goes";
}

/** Whether the apply makes a resource, or changes it. */
export function acts({ action }: ReducedResource): boolean {
  return ["create", "update", "replace"].includes(action);
}
