import type {
  IrsaTrustPolicyProps,
  PodIdentityTrustPolicyProps,
} from "../trust-policy";
import type { Cluster, IrsaWorkload, PodIdentityWorkload } from "./model";

/** Whom an IRSA workload's role trusts, or `undefined` where the cluster has no issuer. */
export function irsaTrustOf(
  cluster: Cluster,
  workload: IrsaWorkload,
): IrsaTrustPolicyProps | undefined {
  if (cluster.issuer === undefined) return undefined;
  return {
    partition: cluster.partition,
    account: cluster.account,
    issuer: cluster.issuer,
    audience: workload.audience,
    serviceAccounts: workload.serviceAccounts,
  };
}

/** Whom a Pod Identity workload's role trusts. */
export function podIdentityTrustOf(
  cluster: Cluster,
  workload: PodIdentityWorkload,
): PodIdentityTrustPolicyProps {
  return {
    clusterArn: cluster.arn,
    serviceAccounts: workload.serviceAccounts,
    sessionTags: workload.sessionTags,
  };
}
