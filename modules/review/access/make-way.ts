import type { Way } from "./access-state";

/**
 * A way that a role's trust policy decides on: where it can't be told whether that lets the service account in, this is
 * the last of what isn't known.
 *
 * @param unknown what else isn't known of it
 */
export function makeWay(
  way: Omit<Way, "unknown" | "issuerHost"> & {
    readonly issuerHost?: string | undefined;
  },
  unknown: readonly string[] = [],
): Way {
  const { issuerHost, ...rest } = way;
  return {
    ...rest,
    ...(issuerHost !== undefined && { issuerHost }),
    unknown: [
      ...unknown,
      ...(way.decision === "undecidable"
        ? ["whether the trust policy lets it in"]
        : []),
    ],
  };
}
