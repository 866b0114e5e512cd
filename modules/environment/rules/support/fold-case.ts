/**
 * A text in which letters that differ by case only are the same, and those that fold to another letter
 * too, such as `ſ` to `s` and the Kelvin sign to `k`. A little more meets than AWS may compare alike
 * (`ß` and `ss`, `ı` and `i`), never less.
 *
 * @see https://www.unicode.org/reports/tr44/#Casemapping
 */
export function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}
