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

/** A text with its placeholders replaced, and what in it is wrong. */
export interface Replaced {
  readonly text: string;
  /** The words in braces that are no placeholder. They stay as they are. */
  readonly unknown: readonly string[];
  /** Whether a brace stands alone: it opens or closes no placeholder, and is not doubled. */
  readonly hasLoneBrace: boolean;
}

/**
 * Replaces placeholders. A placeholder is one lower-case word in braces with no `$` or `%` before it;
 * `{{` and `}}` write braces. What `${` or `%{` opens is left as it is up to its closing brace, so that
 * IAM's variables stay themselves. Any other brace may be a mistyped placeholder, such as
 * `{Environment}`, and stays. Values are inserted as they are: they are not looked at again.
 */
export function replacePlaceholders(
  text: string,
  values: Placeholders,
): Replaced {
  const unknown: string[] = [];
  let hasLoneBrace = false;
  const replaced = text.replace(
    /[$%]\{[^}]*\}?|\{\{|\}\}|\{([a-z]+)\}|[{}]/g,
    (match, word: string | undefined) => {
      if (match === "{{") return "{";
      if (match === "}}") return "}";
      if (match === "{" || match === "}") hasLoneBrace = true;
      if (word === undefined) return match;
      if (Object.hasOwn(values, word))
        return values[word as keyof Placeholders];
      unknown.push(word);
      return match;
    },
  );
  return { text: replaced, unknown, hasLoneBrace };
}
