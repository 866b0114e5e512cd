import { wildcardCovers } from "../../policy-document";
import type { Grant } from "../review";
import { grantKey, isExclusion } from "./grants";

/** Comparisons of wildcards before the rest counts as not covered, which shows more, never less. */
const mostComparisons = 2_000_000;

/** Lengths of two patterns, multiplied, that are compared: an ARN's is 2,048 at most. */
const longestProduct = 2048 * 2048;

/**
 * The grants that aren't among others and that none of them covers: an allowed action that a wildcard already
 * allows on that resource is no news. Conditions must be the same, or absent on the covering one.
 */
export function newsOf(
  grants: readonly Grant[],
  others: readonly Grant[],
): readonly Grant[] {
  const known = new Set(others.map(grantKey));
  const seen = new Set<string>();
  // A grant covers another one only by a wildcard, or by having no condition.
  const general = others.filter(
    ({ action, resource, condition }) =>
      condition === undefined || /[*?]/.test(action + resource),
  );
  let comparisons = 0;
  return grants.filter((grant) => {
    const key = grantKey(grant);
    if (known.has(key) || seen.has(key)) return false;
    seen.add(key);
    return !general.some(
      (other) => comparisons++ < mostComparisons && covers(other, grant),
    );
  });
}

function covers(general: Grant, special: Grant): boolean {
  return (
    general.effect === special.effect &&
    (general.condition === undefined ||
      general.condition === special.condition) &&
    patternCovers(general.action.toLowerCase(), special.action.toLowerCase()) &&
    patternCovers(general.resource, special.resource)
  );
}

/**
 * Whether everything that a pattern matches is matched by another one, or false where that is hard to say. A
 * text that isn't known yet, `${...}`, is covered by `*` only.
 */
function patternCovers(general: string, special: string): boolean {
  if (general === special || general === "*") return true;
  if (isExclusion(general) || isExclusion(special)) return false;
  if (special.includes("${") || general.includes("${")) return false;
  return (
    general.length * special.length <= longestProduct &&
    wildcardCovers(general, special)
  );
}
