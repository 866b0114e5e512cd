import { compareTexts } from "./compare-texts";

/** A record with its keys in order. */
export function sortKeys<T>(
  record: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(record).sort(([left], [right]) => compareTexts(left, right)),
  );
}
