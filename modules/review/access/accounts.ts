import { textOf, type ReducedResource } from "../plan";
import { accountOfArn } from "./account-of-arn";

/** The accounts that a plan's resources are in, as far as it says. */
export interface Accounts {
  /** Those of all resources. */
  readonly all: ReadonlySet<string>;
  /** Those of the resources of a provider. */
  readonly of: (provider: string | undefined) => ReadonlySet<string>;
  /** The provider that is of an account; undefined where none is known to be, and where the plan has but one. */
  readonly providerOf: (account: string | undefined) => string | undefined;
  /** Whether the plan's providers may be of several accounts. */
  readonly areSeveral: boolean;
}

/** The accounts that a resource may be in: by its ARNs, and by the only one that its provider accepts. */
function accountsAt({
  account,
  before,
  after,
}: ReducedResource): readonly string[] {
  return [
    account,
    ...[before, after].map((stage) => accountOfArn(textOf(stage, "arn"))),
  ].filter((one) => one !== undefined);
}

/** The accounts of a plan's resources: by their ARNs, and those that their providers accept only. */
export function accountsOf(resources: readonly ReducedResource[]): Accounts {
  const byProvider = new Map<string | undefined, Set<string>>();
  for (const resource of resources) {
    const { provider } = resource;
    const found = byProvider.get(provider) ?? new Set();
    byProvider.set(provider, found);
    for (const account of accountsAt(resource)) found.add(account);
  }
  const providers = [...byProvider.keys()]
    .filter((provider) => provider !== undefined)
    .sort();
  return {
    all: new Set([...byProvider.values()].flatMap((found) => [...found])),
    of: (provider) => byProvider.get(provider) ?? new Set(),
    providerOf: (account) =>
      account === undefined
        ? undefined
        : providers.find(
            (provider) => byProvider.get(provider)?.has(account) === true,
          ),
    areSeveral: providers.length > 0,
  };
}

/**
 * Whether what two resources say of names may be of one account: both are of one provider, or one of them is of no
 * provider of AWS, or of a plan whose providers are all of one account.
 */
export function mayBeOne(
  provider: string | undefined,
  other: string | undefined,
): boolean {
  return provider === undefined || other === undefined || provider === other;
}
