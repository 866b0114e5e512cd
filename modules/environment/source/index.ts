export { readDocument, type SourceDocument } from "./document";
export { readFile } from "./read-file";
export { tokenStart } from "./token";
export { valueAt } from "./value-at";
