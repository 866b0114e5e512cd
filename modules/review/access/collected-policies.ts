import type { PolicySort } from "./placements";
import type { Policy } from "./role";

/** What is found on a role, resource by resource. */
export interface Collected {
  readonly policies: Map<string, CollectedPolicy>;
  readonly unknown: Set<string>;
  readonly problems: Set<string>;
  /** Names of inline policies and ARNs of managed ones that resources of the plan put there. */
  readonly managed: Set<string>;
}

/** A policy of a role, and what puts it there. */
export interface CollectedPolicy {
  readonly policy: Policy;
  readonly sort: PolicySort;
  readonly sources: readonly PolicySource[];
}

/** A resource that puts a policy on a role. */
export interface PolicySource {
  readonly address: string;
  /** The inline policy's name, the managed one's ARN; absent where it isn't known. */
  readonly nameOrArn?: string;
  /** Whether the apply puts it there, so that it is there though something else takes it away. */
  readonly isMade: boolean;
}

/** A collection to be filled: a new one at each call. */
export function nothingCollected(): Collected {
  return {
    policies: new Map(),
    unknown: new Set(),
    problems: new Set(),
    managed: new Set(),
  };
}

/** Adds a policy, or to the same one that is there already what puts it on the role as well. */
export function addPolicy(
  target: Collected,
  policy: Policy,
  sort: PolicySort,
  source: PolicySource,
): void {
  // Not by label alone: a policy must never hide another one that is called the same.
  const key =
    policy.addresses.length === 0 && !policy.label.startsWith("arn:")
      ? `${policy.label}\n${source.address}`
      : [policy.label, ...policy.addresses].join("\n");
  const known = target.policies.get(key);
  target.policies.set(key, {
    sort,
    sources: [...(known?.sources ?? []), source],
    policy: {
      ...(known?.policy ?? policy),
      addresses: [
        ...new Set([
          ...(known?.policy.addresses ?? []),
          ...policy.addresses,
          source.address,
        ]),
      ].sort(),
    },
  });
}
