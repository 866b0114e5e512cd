export { codeSpan } from "./code-span";
export { escapeHtml } from "./html";
export { escapeMarkdown } from "./markdown";
export { markdownTable } from "./markdown-table";
export { visibleText } from "./visible-text";
