import { codeSpan } from "./code-span";

/** Letters alone, also hyphenated or contracted as in `isn't`, or a number. */
const plainWord =
  /^(?:\p{Script=Latin}+(?:-\p{Script=Latin}+)*(?:'(?:d|ll|m|re|s|t|ve))?|\d+)$/iu;

/** What GitHub links though it is of letters or digits alone: a commit's hash, and the id of an advisory. */
const reference = /(?<![a-z0-9])[0-9a-f]{7,}(?![a-z0-9])|^GHSA-/i;

/** Punctuation that means nothing before or behind a word, neither to Markdown nor to GitHub. */
const opening = /^[("']*/;
const closing = /(?<![.,;:)'"!?…])[.,;:)'"!?…]+$/;

/** A number that would begin a list, or would with a full stop that follows this text. */
const listMarker = /^ *\d+(?:[.)]| *$)/;

interface Word {
  readonly open: string;
  readonly text: string;
  readonly close: string;
  readonly plain: boolean;
}

/**
 * Any sentence as Markdown on one line, also at the start of a line or in a table's cell. Plain words, short
 * numbers and the punctuation around words stay what they are; everything else becomes a {@link codeSpan}, because
 * GitHub looks for mentions (`@team`), issues (`#1`, `GH-1`), commits and addresses in what is left after escapes
 * and entities are undone. Words with punctuation between them are never in one span.
 *
 * A repository can name prefixes of its own, and what is linked by them: one that takes letters after its prefix, as
 * `KEY-`, links hyphenated words.
 *
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 * @see https://github.github.com/gfm/#list-items
 */
export function escapeMarkdown(text: string): string {
  const parts = text.split(" ");
  const marker = listMarker.test(text)
    ? parts.findIndex((part) => part !== "")
    : -1;
  const words: Word[] = [];
  for (const [index, part] of parts.entries()) {
    const word = wordOf(part, index === marker);
    const last = words.at(-1);
    if (last !== undefined && isOneSpan(last, word))
      words.splice(-1, 1, {
        ...word,
        open: last.open,
        text: `${last.text} ${word.text}`,
      });
    else words.push(word);
  }
  return words
    .map(
      ({ open, text, close, plain }) =>
        `${open}${plain ? text : codeSpan(text)}${close}`,
    )
    .join(" ");
}

function isOneSpan(one: Word, next: Word): boolean {
  return !one.plain && !next.plain && one.close === "" && next.open === "";
}

function wordOf(part: string, startsList: boolean): Word {
  const open = opening.exec(part)?.[0] ?? "";
  const rest = part.slice(open.length);
  const close = closing.exec(rest)?.[0] ?? "";
  const text = rest.slice(0, rest.length - close.length);
  const isPunctuation = text === "" && part !== "";
  const isWord = plainWord.test(text) && !reference.test(text) && !startsList;
  return isPunctuation || isWord
    ? { open, text, close, plain: true }
    : codeWord(open, text, close);
}

/**
 * What closes a bracket, a quote or a colon of the code belongs to the code, as in `f("x")` and `:tada:`. So do the
 * wildcard `?` of an ARN and the mark of a cut.
 */
function codeWord(open: string, text: string, close: string): Word {
  let kept = 0;
  for (const [index, character] of Array.from(close).entries())
    if (/[?…]/.test(character) || pairs(character, text + close.slice(0, kept)))
      kept = index + 1;
  let code = text + close.slice(0, kept);
  let before = open.length;
  while (before > 0 && pairs(open.charAt(before - 1), code))
    code = open.charAt(--before) + code;
  return {
    open: open.slice(0, before),
    text: code,
    close: close.slice(kept),
    plain: false,
  };
}

/** Whether the character is one of a pair whose other one is in the code. */
function pairs(character: string, code: string): boolean {
  const count = (one: string): number => code.split(one).length - 1;
  if (character === "(") return count(")") > count("(");
  if (character === ")") return count("(") > count(")");
  if (character === ":") return code.startsWith(":");
  return /["']/.test(character) && count(character) % 2 === 1;
}
