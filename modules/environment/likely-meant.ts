import leven from "leven";

/**
 * The known name that a mistyped one most likely stands for: the one that differs in case only, else the nearest by
 * edit distance, case aside, of which at most a third is wrong. Of several that are as near, the first.
 *
 * @returns undefined where none is near
 */
export function likelyMeant(
  written: string,
  known: readonly string[],
): string | undefined {
  // The distance takes time by both lengths, and a file's key may be long.
  const longest = Math.max(0, ...known.map(({ length }) => length));
  if (written.length > 2 * longest) return undefined;
  const folded = written.toLowerCase();
  const [nearest] = known
    .map((name) => ({ name, distance: leven(folded, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) =>
        3 * distance <= Math.max(name.length, written.length),
    )
    .sort((left, right) => left.distance - right.distance);
  return nearest?.name;
}
