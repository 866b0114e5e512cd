import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const patternIsIrsaAndExternal: Rule = {
  name: "pattern-is-irsa-and-external",
  statement:
    "A pattern for service accounts is used by IRSA only, and someone else makes the service accounts.",
  reason:
    "An association names one service account, and so does everything that Terraform or a manifest makes.",
  source:
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  *check(context) {
    const { environment, file } = context;
    for (const { workload, path, written } of eachWrittenServiceAccount(
      context,
    )) {
      if (typeof written === "string" || written.namePattern === undefined)
        continue;
      const at = ["workloads", workload];
      const fields = file.workloads?.[workload];
      for (const cluster of environment.clusters) {
        const resolved = context.workloadOn(cluster.key, workload);
        if (resolved === undefined) continue;
        if (resolved.identity === "pod-identity")
          yield {
            path: [...path, "namePattern"],
            rule: `a pattern works with IRSA only, and the path on cluster ${cluster.key} is pod-identity`,
            got: written.namePattern,
            fix: "use identity: irsa there, or name each service account",
          };
        const owner =
          written.owner ??
          fields?.clusters?.[cluster.key]?.serviceAccountOwner ??
          fields?.serviceAccountOwner ??
          file.defaults?.serviceAccountOwner ??
          "terraform";
        if (owner !== "external" && context.defaultsKnown)
          yield {
            path:
              written.owner === undefined
                ? context.firstWritten(
                    [...at, "clusters", cluster.key, "serviceAccountOwner"],
                    [...at, "serviceAccountOwner"],
                    ["defaults", "serviceAccountOwner"],
                    path,
                  )
                : [...path, "owner"],
            rule: "the owner of service accounts that a pattern matches is external",
            got: owner,
            fix: "write owner: external beside namePattern",
          };
      }
    }
  },
};
