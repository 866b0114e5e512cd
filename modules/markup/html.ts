import { visibleText } from "./visible-text";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Any text as HTML text, and as the value of a quoted attribute that takes plain text. It is no protection
 * in an unquoted attribute, in `href`, `style` or `on...`, and inside `<script>` or `<style>`. Characters
 * that can't be seen are shown as {@link visibleText} does.
 *
 * @see https://html.spec.whatwg.org/multipage/syntax.html#syntax-text
 */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(
    /[&<>"']/g,
    (character) => entities[character] ?? character,
  );
}
