import { visibleText } from "../../markup";

/**
 * Any text as a block of code that ends where the text does: its fence is longer than any in the text. Lines
 * stay lines; other control characters are made visible.
 *
 * @param language what it is highlighted as; none unless said
 * @see https://github.github.com/gfm/#fenced-code-blocks
 */
export function fencedCode(text: string, language = ""): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  const lines = text.split("\n").map(visibleText);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}
