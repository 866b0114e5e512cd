import type { Cluster } from "../environment";
import { serviceAccountKey } from "../workload";

/** A Terraform `moved` block. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves for workloads with a list of service accounts: what the workload made while it had one service
 * account becomes the first of the list. Without them Terraform would destroy and create, and pods
 * would be without credentials meanwhile.
 */
export function movesFor(cluster: Cluster): readonly Move[] {
  return cluster.workloads.flatMap((workload) => {
    const first = [...workload.serviceAccounts].find((one) => "name" in one);
    if (!workload.listed || first === undefined) return [];
    const types = [
      ...(workload.identity === "pod-identity"
        ? ["aws_eks_pod_identity_association"]
        : []),
      ...(first.owner === "terraform" ? ["kubernetes_service_account_v1"] : []),
    ];
    return types.map((type) => ({
      from: `${type}.${workload.name}`,
      to: `${type}.${workload.name}_${serviceAccountKey(first)}`,
    }));
  });
}
