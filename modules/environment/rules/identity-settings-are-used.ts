import type { WorkloadFields } from "../schema";
import type { Rule, RuleContext } from "./support/rule";

const settings = { irsa: "irsa", podIdentity: "pod-identity" } as const;

export const identitySettingsAreUsed: Rule = {
  name: "identity-settings-are-used",
  statement:
    "Settings of a path stand only where the workload takes that path.",
  reason:
    "A setting that nothing reads, such as an audience beside Pod Identity, would be taken for one that holds.",
  *check(context) {
    for (const [name, workload] of Object.entries(
      context.file.workloads ?? {},
    )) {
      const paths = pathsOf(context, workload);
      for (const field of ["irsa", "podIdentity"] as const) {
        const identity = settings[field];
        if (
          workload[field] !== undefined &&
          paths.length > 0 &&
          paths.every((one) => isAnother(one.identity, identity))
        )
          yield {
            path: ["workloads", name, field],
            at: "key",
            rule: `${field} holds only where a cluster uses ${identity}, and none does`,
            got: field,
            fix: "take it out, or choose that path",
          };
        for (const one of paths)
          if (
            workload.clusters?.[one.cluster]?.[field] !== undefined &&
            isAnother(one.identity, identity)
          )
            yield {
              path: ["workloads", name, "clusters", one.cluster, field],
              at: "key",
              rule: `${field} holds only where the path is ${identity}`,
              got: field,
              fix: "take it out, or choose that path",
            };
      }
    }
  },
};

type Identity = WorkloadFields["identity"];

/**
 * A workload's path on each cluster, also on one that has faults of its own or is retired: workloads stay
 * as they are until a retired cluster's entry goes.
 */
function pathsOf(
  { file, declaredClusters }: RuleContext,
  workload: WorkloadFields,
): readonly { readonly cluster: string; readonly identity: Identity }[] {
  return declaredClusters
    .filter(
      (cluster) =>
        !workload.clusters || Object.hasOwn(workload.clusters, cluster),
    )
    .map((cluster) => ({
      cluster,
      identity:
        workload.clusters?.[cluster]?.identity ??
        workload.identity ??
        file.defaults?.identity,
    }));
}

/** No path at all is a fault of its own, and may become any. */
function isAnother(identity: Identity, than: Identity): boolean {
  return identity !== undefined && identity !== than;
}
