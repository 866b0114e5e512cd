/** The first of a list, and a sentence that says how many were left out; none where none was. */
export function someOf<T>(
  all: readonly T[],
  most: number,
  what: string,
): { readonly shown: readonly T[]; readonly left: readonly string[] } {
  const shown = all.slice(0, most);
  const rest = all.length - shown.length;
  return {
    shown,
    left:
      rest === 0
        ? []
        : [
            `**${rest} more ${what} ${rest === 1 ? "is" : "are"} not shown here: there is no room. The HTML or JSON report has all.**`,
          ],
  };
}
