import type { Cluster } from "../model";

/** The words that may stand in braces, with their values on one cluster. */
export type Placeholders = Readonly<
  Record<"environment" | "cluster" | "account" | "region" | "partition", string>
>;

/** The words, in the order in which messages name them. */
export const placeholderWords = [
  "environment",
  "cluster",
  "account",
  "region",
  "partition",
] as const satisfies readonly (keyof Placeholders)[];

/** The values on a cluster of an environment. */
export function placeholdersOn(
  environment: string,
  cluster: Pick<Cluster, "key" | "account" | "region" | "partition">,
): Placeholders {
  const { key, account, region, partition } = cluster;
  return { environment, cluster: key, account, region, partition };
}

/**
 * Replaces placeholders. A placeholder is one lower-case word in braces with no `$` or `%` before it;
 * `{{` and `}}` write braces. What `${` or `%{` opens is left as it is up to its closing brace, so that
 * IAM's variables stay themselves. Values are inserted as they are: they are not looked at again.
 *
 * @returns the text, and the words that are no placeholder.
 */
export function replacePlaceholders(
  text: string,
  values: Placeholders,
): { readonly text: string; readonly unknown: readonly string[] } {
  if (!/[{}]/.test(text)) return { text, unknown: [] };
  const unknown: string[] = [];
  const replaced = text.replace(
    /[$%]\{[^}]*\}?|\{\{|\}\}|\{([a-z]+)\}/g,
    (match, word: string | undefined) => {
      if (match === "{{") return "{";
      if (match === "}}") return "}";
      if (word === undefined) return match;
      if (Object.hasOwn(values, word))
        return values[word as keyof Placeholders];
      unknown.push(word);
      return match;
    },
  );
  return { text: replaced, unknown };
}
