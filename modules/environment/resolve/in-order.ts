/** A map's entries in the order of their keys: the file's order has no meaning. */
export function inOrder<Value>(
  map: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] {
  return Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1));
}
