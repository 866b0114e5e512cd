import type { CST } from "yaml";

/** More levels than any field has, and few enough for everything that walks a document. */
export const deepest = 50;

/** Asked before the text is composed: composing text that nests very deep would end the process. */
export function nestsTooDeep(tokens: readonly CST.Token[]): boolean {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((token): CST.Token[] =>
      token.type === "document"
        ? token.value
          ? [token.value]
          : []
        : "items" in token
          ? token.items.flatMap(({ key, value }) =>
              [key, value].filter((one) => one !== undefined && one !== null),
            )
          : [],
    );
  }
  return false;
}
