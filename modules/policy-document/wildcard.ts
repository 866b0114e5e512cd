/**
 * Whether a pattern with IAM's wildcards (`*` any run of characters, `?` one character) matches the
 * whole text. Case counts. Linear in the pattern's length times the text's: no regular expression is
 * built, so no pattern can make it slow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function wildcardMatches(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let afterStar = 0;
  while (inText < text.length) {
    if (pattern[inPattern] === "*") {
      star = inPattern++;
      afterStar = inText;
    } else if (
      inPattern < pattern.length &&
      (pattern[inPattern] === "?" || pattern[inPattern] === text[inText])
    ) {
      inPattern++;
      inText++;
    } else if (star >= 0) {
      inPattern = star + 1;
      inText = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}

/**
 * Whether all that a pattern matches is matched by another one; false where that is hard to say. What isn't a wildcard
 * is taken as it is, a policy variable too.
 */
export function wildcardCovers(general: string, special: string): boolean {
  if (general === special) return true;
  // A question mark matches the asterisk as a character, but not all that the asterisk stands for.
  if (general.includes("?") && special.includes("*")) return false;
  return wildcardMatches(general, special);
}

/** Whether some text exists that both wildcard patterns match. */
export function wildcardsOverlap(left: string, right: string): boolean {
  // reachable[j]: the left pattern up to the current character and the right one up to j can match
  // the same text.
  let reachable = Array.from(
    { length: right.length + 1 },
    (_, j) => j === 0 || /^\*+$/.test(right.slice(0, j)),
  );
  for (const character of left) {
    const next: boolean[] = [character === "*" && reachable[0] === true];
    for (let j = 1; j <= right.length; j++) {
      const other = right[j - 1];
      const fits = character === "?" || other === "?" || character === other;
      next[j] =
        character === "*" || other === "*"
          ? reachable[j] === true ||
            next[j - 1] === true ||
            reachable[j - 1] === true
          : fits && reachable[j - 1] === true;
    }
    reachable = next;
  }
  return reachable[right.length] === true;
}
