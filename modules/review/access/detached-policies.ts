import type { Collected, CollectedPolicy } from "./collected-policies";
import {
  acts,
  exclusiveLists,
  verdictOf,
  type DetachmentContext,
} from "./exclusive-lists";
import { identityKinds, type Identity } from "./identity-index";
import { detachedBy, placementKey } from "./placement-keys";
import { placementsOf } from "./placements";
import { valueAt } from "./value";

/**
 * Takes from what was found on identities after the apply the policies that the apply takes away, though a resource
 * that it doesn't change says that they are there: a later plan puts them back. They go
 *
 * - by an exclusive resource that is made or changed, where it doesn't name them;
 * - by another resource that put the same policy there and goes, or doesn't name it any more;
 * - by `aws_iam_policy_attachment`, from everyone whom it doesn't name. The provider's page says so of one that is
 *   made; its code does it at the apply after that, which no change of the configuration comes with.
 *
 * What the apply puts there itself, or may, stays: where it holds a denial, it can't be reviewed.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 */
export function detachPolicies(context: DetachmentContext): void {
  const exclusive = exclusiveLists(context);
  const holders = policyHolders(context);
  const detached = new Map(
    context.list.flatMap((resource) =>
      detachedBy(resource).map((key) => [key, resource.address] as const),
    ),
  );
  const identities = identityKinds.flatMap((kind) =>
    context.indexes[kind].all(),
  );
  const namesakes = countNames(identities);
  for (const identity of identities) {
    const collected = context.at(identity);
    for (const [key, one] of [...collected.policies]) {
      const isMade = one.sources.some((source) => source.isMade);
      const lists = (exclusive.get(identity.key) ?? []).filter(
        ({ sort }) => sort === one.sort,
      );
      const attachments = holders.filter(({ policy }) =>
        isSamePolicy(one, policy),
      );
      const verdicts = [
        ...lists.map((list) => verdictOf(one, list)),
        ...attachments.map(({ holders: keys }) =>
          keys.has(identity.key) ? "stays" : "goes",
        ),
      ];
      const detaching = one.sources.flatMap(({ nameOrArn }) =>
        nameOrArn === undefined
          ? []
          : (detached.get(placementKey(identity, one.sort, nameOrArn)) ?? []),
      );
      const by = [
        ...lists.flatMap((list) => list.by),
        ...attachments.map((attachment) => attachment.by),
        ...detaching,
      ];
      const isDetached = detaching.length > 0;
      // Of identities that are called the same it isn't known whose it was.
      const isDetachedHere =
        isDetached && namesakes.get(nameKey(identity)) === 1;
      if (!isMade && (isDetachedHere || verdicts.includes("goes")))
        collected.policies.delete(key);
      else if (
        (isDetached && !isMade) ||
        verdicts.some((verdict) => verdict !== "stays")
      )
        doubt(collected, key, one, by);
    }
  }
}

function countNames(
  identities: readonly Identity[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const identity of identities) {
    const key = nameKey(identity);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function nameKey({ kind, name, provider }: Identity): string {
  return JSON.stringify([kind, name ?? null, provider ?? null]);
}

/** It isn't known whether a policy stays. */
function doubt(
  collected: Collected,
  key: string,
  one: CollectedPolicy,
  by: readonly string[],
): void {
  const { policy } = one;
  const text = `whether ${policy.label} stays: a resource takes away what it doesn't name`;
  const denies = policy.grants.some(({ effect }) => effect === "Deny");
  (denies || policy.document.state === "not reviewable"
    ? collected.problems
    : collected.unknown
  ).add(text);
  collected.policies.set(key, {
    ...one,
    policy: {
      ...policy,
      addresses: [...new Set([...policy.addresses, ...by])].sort(),
    },
  });
}

/** Who alone has a policy by an `aws_iam_policy_attachment` that the apply makes. */
interface PolicyHolders {
  readonly by: string;
  readonly policy: {
    readonly arn?: string;
    readonly addresses: readonly string[];
  };
  /** Keys of identities. */
  readonly holders: ReadonlySet<string>;
}

function policyHolders({
  list,
  indexes,
  policies,
}: DetachmentContext): readonly PolicyHolders[] {
  return list
    .filter(
      (resource) =>
        resource.type === "aws_iam_policy_attachment" &&
        acts(resource) &&
        resource.action !== "update",
    )
    .flatMap((resource) => {
      const keys = new Set(
        placementsOf(resource, "after").flatMap(({ kind, identity }) =>
          indexes[kind]
            .find(identity, resource.provider)
            .identities.map(({ key }) => key),
        ),
      );
      return policies
        .find(valueAt(resource, "after", "policy_arn"), resource.provider)
        .map(({ policy, arn }) => ({
          by: resource.address,
          policy: {
            addresses: policy.addresses,
            ...(arn !== undefined && { arn }),
          },
          holders: keys,
        }));
    });
}

function isSamePolicy(
  { policy, sort, sources }: CollectedPolicy,
  { arn, addresses }: PolicyHolders["policy"],
): boolean {
  return (
    sort === "managed" &&
    (addresses.some((address) => policy.addresses.includes(address)) ||
      (arn !== undefined && sources.some(({ nameOrArn }) => nameOrArn === arn)))
  );
}
