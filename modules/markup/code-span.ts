import { visibleText } from "./visible-text";

/**
 * Any text as a Markdown code span on one line, also in a table's cell. Nothing in it is Markdown or HTML, and
 * GitHub finds no mention, issue, commit, address or emoji in it. Empty text gives nothing.
 *
 * A `|` stands between two spans as an entity: whether `\|` after a backslash ends a cell is answered
 * differently by different renderers.
 *
 * @see https://github.github.com/gfm/#code-spans
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function codeSpan(text: string): string {
  return visibleText(text).split("|").map(span).join("&#124;");
}

function span(text: string): string {
  if (text === "") return "";
  const longest = Math.max(
    0,
    ...[...text.matchAll(/`+/g)].map(([run]) => run.length),
  );
  const fence = "`".repeat(longest + 1);
  // A renderer takes one space away on both sides, but not from text of spaces alone.
  const pad = /^`|`$|^ .*[^ ].* $/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
