import fc from "fast-check";
import type { AccessMap } from "../../modules/access";
import { hostile } from "../markup/hostile";

/** Words of the model that a writer compares with; everything else may be any text. */
const words = new Set([
  "irsa",
  "pod-identity",
  "terraform",
  "manifest",
  "external",
  "Allow",
  "Deny",
]);

/** The map with every text replaced by a hostile one, keys of annotations and conditions too. */
export function hostileMap(map: AccessMap): fc.Arbitrary<AccessMap> {
  return fc.array(hostile, { minLength: 7, maxLength: 7 }).map((texts) => {
    let next = 0;
    const replace = (value: unknown, anyKey: boolean): unknown => {
      if (Array.isArray(value)) return value.map((one) => replace(one, anyKey));
      if (typeof value === "object" && value !== null)
        return Object.fromEntries(
          Object.entries(value).map(([key, one]) => [
            // A number keeps two keys apart.
            anyKey ? `${texts[next++ % texts.length] ?? ""}${next}` : key,
            replace(
              one,
              anyKey || key === "conditions" || key === "neededAnnotations",
            ),
          ]),
        );
      return typeof value === "string" && !words.has(value)
        ? texts[next++ % texts.length]
        : value;
    };
    return replace(map, false) as AccessMap;
  });
}
