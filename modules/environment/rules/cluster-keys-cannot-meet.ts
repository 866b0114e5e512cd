import type { Rule } from "./support/rule";

export const clusterKeysCannotMeet: Rule = {
  name: "cluster-keys-cannot-meet",
  statement:
    "No cluster's key is another's of the environment followed by a hyphen and more.",
  reason:
    "Names start with the stack's, `<environment>-<cluster>`: `cdktf deploy 'prod-us-*'` or a policy for roles `prod-us-*` would mean cluster `us-east` as well as what belongs to cluster `us`, and workload `east-echo` on `us` would have the role name of workload `echo` on `us-east`.",
  *check({ declaredClusters }) {
    for (const key of declaredClusters)
      for (const other of declaredClusters)
        if (key.startsWith(`${other}-`))
          yield {
            path: ["clusters", key],
            at: "key",
            rule: `a cluster's key must not be another's with -... after it, and ${other} is there`,
            got: key,
            fix: "choose another key for one of the two",
          };
  },
};
