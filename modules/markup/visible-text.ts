/**
 * What a reader can't see or what moves other text: control, format and bidirectional characters, every
 * space but the plain one, line and paragraph separators, half and unassigned characters, and characters
 * that a font draws as nothing. A backslash before `u{` is one, so that text can't pretend to be a mark.
 */
const invisible =
  /\\(?=u\{)|[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * The text on one line, with each character that can't be seen written as `\u{202E}`. Two texts never
 * give the same result. It is for people: what a program reads keeps the characters.
 *
 * @see https://trojansource.codes
 */
export function visibleText(text: string): string {
  return text.replace(
    invisible,
    (character) =>
      `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
}
