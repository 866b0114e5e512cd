import type { Rule } from "./support/rule";
import { foldCase } from "./support/fold-case";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const conditionKeysAreSpelledOnce: Rule = {
  name: "condition-keys-are-spelled-once",
  statement: "No two condition keys of a statement differ by case only.",
  reason:
    "IAM ignores a key's case, so that two spellings are one key, which a reader takes for two. IAM's own check of policies calls it an error: duplicate keys with different case.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const base = permissionsAt(context, workload.name, cluster.key);
      for (const [
        index,
        { conditions = {} },
      ] of workload.permissions.statements.entries()) {
        const spelled = new Map<string, string>();
        for (const [operator, keys] of Object.entries(conditions))
          for (const key of Object.keys(keys)) {
            const first = spelled.get(foldCase(key)) ?? key;
            spelled.set(foldCase(key), first);
            if (first !== key)
              yield {
                path: [
                  ...base,
                  "statements",
                  index,
                  "conditions",
                  operator,
                  key,
                ],
                at: "key",
                rule: `condition keys of a statement must not differ by case only, and ${first} is there`,
                got: key,
                fix: "spell both alike; under one operator put the values into one list",
              };
          }
      }
    }
  },
};
