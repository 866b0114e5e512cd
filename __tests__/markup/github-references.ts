/**
 * What GitHub makes a link, a mention, a formula or an emoji of, outside of code. It finds more than GitHub does, which
 * looks up whether the team, the commit or the emoji exists.
 *
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 * @see https://github.github.com/gfm/#autolinks-extension-
 * @see https://github.com/desktop/desktop/tree/development/app/src/lib/markdown-filters
 */
const references: Readonly<Record<string, RegExp>> = {
  "mention, address of mail, commit of a user": /@\w/,
  issue: /#\d|\bgh-\d|\/(?:issues|pull|discussions)\/\d/i,
  repository: /\w\/\w/,
  commit: /(?<![a-z0-9])[0-9a-f]{7,40}(?![a-z0-9])/i,
  advisory: /\bGHSA(?:-[a-z0-9]+)+|\bCVE-\d/i,
  "key of an issue elsewhere": /\b[a-z]\w*-\d/i,
  address: /\w:\/\/|\bwww\.\S*\w|\b(?:mailto|xmpp):\S/i,
  emoji: /:[\w+-]+:/,
  formula: /\$/,
};

/** The kinds of reference that are in a text outside of code. */
export function githubReferences(text: string): readonly string[] {
  return Object.entries(references).flatMap(([kind, pattern]) =>
    pattern.test(text) ? [kind] : [],
  );
}
