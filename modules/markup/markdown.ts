import { codeSpan } from "./code-span";

/**
 * A word that means nothing to Markdown, nor to GitHub: letters alone, or contracted as in `isn't`, and no hash
 * of a commit. One colon makes no emoji.
 */
const plainWord =
  /^(?![0-9a-f]{7,40}(?:\P{L}|$))\p{Script=Latin}+(?:'(?:d|ll|m|re|s|t|ve))?[.,;:]?$/iu;

/**
 * Any sentence as Markdown on one line, also in a table's cell. Plain words stay words; every other
 * word becomes a {@link codeSpan}, because GitHub looks for mentions (`@team`), issues (`#1`, `GH-1`),
 * commits and addresses in what is left after escapes and entities are undone.
 *
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function escapeMarkdown(text: string): string {
  const parts: { readonly plain: boolean; readonly words: string[] }[] = [];
  for (const word of text.split(" ")) {
    const plain = plainWord.test(word);
    const last = parts.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else parts.push({ plain, words: [word] });
  }
  return parts
    .map(({ plain, words }) =>
      plain ? words.join(" ") : codeSpan(words.join(" ")),
    )
    .join(" ");
}
