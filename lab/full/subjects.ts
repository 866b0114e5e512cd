import type { Workload } from "../../modules/environment";
import type { ServiceAccountName } from "../kubernetes/service-accounts";
import type { RunningCluster } from "./cluster";
import type { FullLab } from "./full-lab";

/** A service account of a workload on one cluster: whom the checks are about. */
export interface Subject {
  readonly running: RunningCluster;
  readonly workload: Workload;
  readonly serviceAccount: ServiceAccountName;
  /** What a line of the report begins with. */
  readonly title: string;
}

/** Every service account of every workload on every cluster, but patterns. */
export function subjects(lab: FullLab): readonly Subject[] {
  return [...lab.clusters.values()].flatMap((running) =>
    running.cluster.workloads.flatMap((workload) =>
      workload.serviceAccounts.flatMap((serviceAccount) =>
        "name" in serviceAccount
          ? [
              {
                running,
                workload,
                serviceAccount,
                title: `${running.cluster.stack} ${workload.identity} ${serviceAccount.namespace}/${serviceAccount.name}`,
              },
            ]
          : [],
      ),
    ),
  );
}

/** Service accounts that must not get a subject's role: beside it, and of its name elsewhere. */
export function neighbours({
  serviceAccount: { namespace, name },
}: Subject): readonly ServiceAccountName[] {
  return [
    { namespace, name: `${name}-neighbour` },
    { namespace: `${namespace}-elsewhere`, name },
  ];
}

/** How the report says that a subject got its declared role. */
export function declaredRole({ workload }: Subject): string {
  const [, , , , account = ""] = workload.role.arn.split(":");
  return `role ${workload.role.name} of ${account}`;
}
