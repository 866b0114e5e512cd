import { template } from "./template";

/**
 * A map whose keys and values are escaped by {@link template}, in key order, or `undefined` for an
 * empty or missing map: Terraform providers show an empty map as a difference for ever.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/37146
 */
export function templateMap(
  map: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  const entries = Object.entries(map ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [template(key), template(value)]),
  );
}
