import { canonicalJson } from "./canonical-json";
import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  textOf,
  type Json,
} from "./json";

/** Tells configurations of the AWS provider apart that may be of different accounts. */
export interface AwsAccounts {
  /**
   * The same text for resources that are of one account as far as the plan says; undefined where all of the plan's are.
   *
   * @param key the resource's `provider_config_key`; undefined for one that the configuration doesn't have
   */
  readonly providerOf: (key: string | undefined) => string | undefined;
  /** The only account that the configuration of the provider accepts, where it says one in plain text. */
  readonly accountOf: (key: string) => string | undefined;
}

/** What is said of a resource that goes, of which a plan doesn't hold the provider any more. */
const notSaid = "(unknown)";

/**
 * Reads a plan's `provider_config`. Two configurations are of one account where both accept that one only, or where
 * they differ by nothing but their regions and tags, all of it in plain text: an expression may be another value each
 * time. What a plan doesn't hold of a configuration, its `dynamic` blocks and the environment, is taken to be the same.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#provider-configuration
 */
export function readAwsAccounts(providerConfig: Json | undefined): AwsAccounts {
  const accountOf = (key: string): string | undefined =>
    acceptedAccount(fieldOf(providerConfig, key));
  const groups = new Map<string, string[]>();
  for (const [key, provider] of entriesOf(providerConfig)) {
    if (!isAws(key, provider)) continue;
    const account = accountOf(key);
    const group =
      account === undefined
        ? (settingsOf(provider) ?? `configuration ${key}`)
        : `account ${account}`;
    groups.set(group, [...(groups.get(group) ?? []), key]);
  }
  const names = new Map<string, string>();
  for (const [group, keys] of groups) {
    const [first = ""] = [...keys].sort();
    const isOne =
      group.startsWith("account ") || haveOwnRegions(providerConfig, keys);
    for (const key of keys) names.set(key, isOne ? first : key);
  }
  const ofOne =
    new Set(names.values()).size < 2 &&
    // A module of older versions of Terraform has a name of its own for the provider that it is given.
    (names.size === 0 || names.has("aws"));
  return {
    providerOf: (key) =>
      ofOne ? undefined : key === undefined ? notSaid : (names.get(key) ?? key),
    accountOf,
  };
}

/** Whether each of the configurations says a region of its own. */
function haveOwnRegions(
  providerConfig: Json | undefined,
  keys: readonly string[],
): boolean {
  const regions = keys.map((key) =>
    textOf(providerConfig, key, "expressions", "region", "constant_value"),
  );
  return (
    keys.length === 1 ||
    (!regions.includes(undefined) && new Set(regions).size === keys.length)
  );
}

function isAws(key: string, provider: Json): boolean {
  const source = textOf(provider, "full_name");
  return source === undefined
    ? /^(?:.*:)?aws(?:\.|$)/.test(key)
    : source.endsWith("/aws");
}

function acceptedAccount(provider: Json | undefined): string | undefined {
  const accounts = fieldOf(
    provider,
    "expressions",
    "allowed_account_ids",
    "constant_value",
  );
  const [account, ...others] = isJsonArray(accounts) ? accounts : [];
  return typeof account === "string" && others.length === 0
    ? account
    : undefined;
}

/** Arguments that have no say in whose account it is. */
const ofNoAccount: ReadonlySet<string> = new Set([
  "default_tags",
  "ignore_tags",
  "region",
]);

/** The settings that say whose account it is, as text; undefined where one isn't plain text. */
function settingsOf(provider: Json): string | undefined {
  const settings = entriesOf(fieldOf(provider, "expressions")).filter(
    ([name]) => !ofNoAccount.has(name),
  );
  return settings.every(([, expression]) => isPlain(expression))
    ? canonicalJson([
        fieldOf(provider, "full_name") ?? null,
        Object.fromEntries(settings),
      ])
    : undefined;
}

function isPlain(expression: Json): boolean {
  if (isJsonArray(expression)) return expression.every(isPlain);
  if (!isJsonObject(expression)) return false;
  if (fieldOf(expression, "constant_value") !== undefined) return true;
  const parts = entriesOf(expression);
  return parts.length > 0 && parts.every(([, part]) => isPlain(part));
}
