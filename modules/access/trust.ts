import type { Cluster, Workload } from "../environment";
import { subjectOf } from "../trust-policy";
import type { AccessServiceAccount, AccessTrust } from "./model";

/** Whom a workload's role trusts: what `modules/trust-policy` writes, for a person to read. */
export function trustOf(
  cluster: Cluster,
  workload: Workload,
  serviceAccounts: readonly AccessServiceAccount[],
): AccessTrust {
  if (workload.identity === "irsa") {
    const subjects = serviceAccounts.map(
      ({ namespace, name, pattern }) =>
        subjectOf({ namespace, name }) + (pattern ? " (a pattern)" : ""),
    );
    return {
      audience: workload.audience,
      sentence: `Trusts tokens of issuer ${cluster.issuer ?? "(none)"} whose aud is ${workload.audience} and whose sub is ${subjects.join(" or ")}`,
      clusterWide: false,
    };
  }
  if (!workload.sessionTags)
    return {
      sentence: `Cluster-wide: trusts EKS Pod Identity for every service account of cluster ${cluster.arn} by aws:SourceArn and aws:SourceAccount; session tags are off, so the association alone tells service accounts apart`,
      clusterWide: true,
    };
  const names = serviceAccounts.map(
    ({ namespace, name }) => `${namespace}/${name}`,
  );
  return {
    sentence: `Trusts EKS Pod Identity whose session tags eks-cluster-arn, kubernetes-namespace and kubernetes-service-account say cluster ${cluster.arn} and service account ${names.join(" or ")}`,
    clusterWide: false,
  };
}
