import type { Policy } from "./role";

/** What is found on a role, resource by resource. */
export interface Collected {
  readonly policies: Map<string, Policy>;
  readonly unknown: Set<string>;
  readonly problems: Set<string>;
  /** Names of inline policies and ARNs of managed ones that resources of the plan put there. */
  readonly managed: Set<string>;
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

/**
 * Adds a policy, or to the same one that is there already the address of what puts it on the role as well.
 *
 * @param by the address of the resource that puts it there
 */
export function addPolicy(target: Collected, policy: Policy, by: string): void {
  // Not by label alone: a policy must never hide another one that is called the same.
  const key =
    policy.addresses.length === 0 && !policy.label.startsWith("arn:")
      ? `${policy.label}\n${by}`
      : [policy.label, ...policy.addresses].join("\n");
  const known = target.policies.get(key);
  target.policies.set(key, {
    ...(known ?? policy),
    addresses: [
      ...new Set([...(known?.addresses ?? []), ...policy.addresses, by]),
    ].sort(),
  });
}
