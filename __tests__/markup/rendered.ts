import MarkdownIt from "markdown-it";
import { parseFragment, type DefaultTreeAdapterMap } from "parse5";

/** What a browser makes of a text: its elements in order, its comments, and the text that is shown. */
export interface Rendered {
  readonly elements: readonly string[];
  readonly comments: number;
  readonly text: string;
  /** The text outside of code, which is a space here: GitHub looks for mentions and the like in each piece. */
  readonly outsideCode: string;
  /** The text of each table cell. */
  readonly cells: readonly string[];
}

const markdown = new MarkdownIt({ html: true, linkify: true });

/** As GitHub does: tables, raw HTML and bare addresses count. */
export function renderMarkdown(text: string): Rendered {
  return renderHtml(markdown.render(text));
}

export function renderHtml(html: string): Rendered {
  const elements: string[] = [];
  const cells: string[] = [];
  let comments = 0;
  let outsideCode = "";
  const textOf = (
    node: DefaultTreeAdapterMap["node"],
    inCode: boolean,
  ): string => {
    if (node.nodeName === "#comment") comments++;
    if ("value" in node) {
      if (!inCode) outsideCode += node.value;
      return node.value;
    }
    if (!("childNodes" in node)) return "";
    if ("tagName" in node) elements.push(node.tagName);
    if (node.nodeName === "code") outsideCode += " ";
    const text = node.childNodes
      .map((child) => textOf(child, inCode || node.nodeName === "code"))
      .join("");
    if (node.nodeName === "td") cells.push(text);
    return text;
  };
  const text = textOf(parseFragment(html), false);
  return { elements, comments, text, outsideCode, cells };
}
