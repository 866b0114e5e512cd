import type { Rule } from "./support/rule";
import { eachWorkload } from "./support/workloads";

export const sessionTagsPinTrust: Rule = {
  name: "session-tags-pin-trust",
  statement:
    "Pod Identity sends its session tags, by which a trust policy tells service accounts apart; switching them off is a warning.",
  reason:
    "Without them the trust policy can name the cluster only: the associations alone decide which service account gets the role, and whoever may create one on that cluster can hand it to any.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context))
      if (workload.identity === "pod-identity" && !workload.sessionTags)
        yield {
          path: context.firstWritten(
            [
              "workloads",
              workload.name,
              "clusters",
              cluster.key,
              "podIdentity",
              "sessionTags",
            ],
            ["workloads", workload.name, "podIdentity", "sessionTags"],
          ),
          rule: `without session tags the role trusts the whole of cluster ${cluster.key}: its associations alone tell service accounts apart`,
          got: false,
          fix: "take it out, unless AWS refuses the session with PackedPolicyTooLarge",
          severity: "warning",
        };
  },
};
