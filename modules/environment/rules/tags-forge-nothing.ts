import type { Path } from "../fault";
import { foldCase } from "./support/fold-case";
import type { Rule, RuleContext } from "./support/rule";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const mostTags = 50;
const longestValue = 256;

export const tagsForgeNothing: Rule = {
  name: "tags-forge-nothing",
  statement:
    "No tag key starts with `eks-`, `kubernetes-` or `aws:`, in any case; no two keys differ by case only; there are at most 50 tags, with values of at most 256 characters.",
  reason:
    "A role's tags are its principal tags, as the session tags of Pod Identity are (`eks-cluster-arn`, `kubernetes-namespace`, ...): a role tag of such a name would let an IRSA role pass policies that are written for another service account. Keys are compared ignoring case.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  *check(context) {
    const { file } = context;
    const defaults = file.defaults?.tags ?? {};
    yield* keys(Object.keys(defaults), ["defaults", "tags"]);
    for (const [name, { tags }] of Object.entries(file.workloads ?? {})) {
      const path = ["workloads", name, "tags"];
      yield* keys(Object.keys(tags ?? {}), path);
      for (const key of Object.keys(tags ?? {})) {
        const other = Object.keys(defaults).find(
          (one) => one !== key && foldCase(one) === foldCase(key),
        );
        if (other !== undefined) yield differByCase([...path, key], key, other);
      }
      const count = new Set([
        ...Object.keys(defaults),
        ...Object.keys(tags ?? {}),
      ]).size;
      if (count > mostTags)
        yield {
          path: context.firstWritten(path, ["defaults", "tags"]),
          rule: `a role has at most ${mostTags} tags, and ${name} has ${count}`,
          got: count,
          fix: "take some out",
        };
    }
    yield* values(context);
  },
};

function* keys(all: readonly string[], path: Path) {
  const seen = new Map<string, string>();
  for (const key of all) {
    if (/^(eks-|kubernetes-|aws:)/iu.test(key))
      yield {
        path: [...path, key],
        at: "key" as const,
        rule: /^aws:/iu.test(key)
          ? "tag keys that start with aws: are AWS's own"
          : "a tag key that starts with eks- or kubernetes- would forge a session tag of EKS Pod Identity",
        got: key,
        fix: "choose another key",
      };
    const other = seen.get(foldCase(key));
    if (other !== undefined) yield differByCase([...path, key], key, other);
    seen.set(foldCase(key), key);
  }
}

function differByCase(path: Path, key: string, other: string) {
  return {
    path,
    at: "key" as const,
    rule: `tag keys must not differ by case only, and ${other} is there`,
    got: key,
    fix: "write both alike, or choose another key",
  };
}

function* values({ environment }: RuleContext) {
  const written = environment.clusters.flatMap((cluster) => [
    { path: ["defaults", "tags"], tags: cluster.tags },
    ...cluster.workloads.map(({ name, tags }) => ({
      path: ["workloads", name, "tags"],
      tags,
    })),
  ]);
  for (const { path, tags } of written)
    for (const [key, value] of Object.entries(tags))
      if (
        value.length > longestValue ||
        !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value)
      )
        yield {
          path: [...path, key],
          rule: `a tag's value has at most ${longestValue} letters, digits, spaces and _.:/=+-@`,
          got: value,
          fix: "shorten or mend it",
        };
}
