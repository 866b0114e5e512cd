import { wildcardsOverlap } from "../../policy-document";
import { isNamePattern, isServiceAccountName } from "../../trust-policy";
import type { Cluster, ServiceAccount, Workload } from "../model";
import type { Rule } from "./support/rule";
import {
  describeServiceAccount,
  serviceAccountAt,
} from "./support/service-accounts";

interface Claim {
  readonly environment: string;
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly serviceAccount: ServiceAccount;
}

export const onePathPerServiceAccount: Rule = {
  name: "one-path-per-service-account",
  statement:
    "On a cluster, a service account belongs to one workload; patterns that could match it count, and so does an association or service account that a retired entry of the cluster still has to destroy.",
  reason:
    "With two, whichever path the webhook prefers (Pod Identity) wins in silence, and pods get a role that a reader of the other workload doesn't expect.",
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html",
  *check(context) {
    const { environment, others } = context;
    const claims = new Map<string, Claim[]>();
    const add = (claim: Claim): Claim[] => {
      const clashes = new Set<Claim>();
      for (const cluster of clusterIds(claim.cluster)) {
        const key = `${cluster} ${claim.serviceAccount.namespace}`;
        const there = claims.get(key) ?? [];
        for (const other of there)
          if (
            overlap(claim.serviceAccount, other.serviceAccount) &&
            meet(claim, other)
          )
            clashes.add(other);
        there.push(claim);
        claims.set(key, there);
      }
      return [...clashes];
    };
    for (const other of others)
      for (const claim of claimsOf(other.name, other.clusters)) add(claim);
    for (const claim of claimsOf(environment.name, environment.clusters))
      for (const other of add(claim)) {
        const same =
          other.environment === environment.name &&
          other.cluster.key === claim.cluster.key &&
          other.workload.name === claim.workload.name;
        yield {
          path: serviceAccountAt(
            context,
            claim.workload.name,
            claim.serviceAccount,
          ),
          rule: `a service account belongs to one workload on a cluster, and ${
            same
              ? "this workload names it twice"
              : `workload ${other.workload.name} of ${other.environment} has ${describeServiceAccount(other.serviceAccount)} on ${other.cluster.retired ? "retired " : ""}cluster ${other.cluster.key} by ${other.workload.identity}`
          }`,
          got: describeServiceAccount(claim.serviceAccount),
          fix:
            claim.cluster.retired || other.cluster.retired
              ? "deploy the retired cluster and take its entry out first"
              : "give each workload a service account of its own, or put them on different clusters",
        };
      }
  },
};

function* claimsOf(
  environment: string,
  clusters: readonly Cluster[],
): Iterable<Claim> {
  for (const cluster of clusters)
    for (const workload of (cluster.destroys ?? cluster).workloads)
      for (const serviceAccount of workload.serviceAccounts.filter(isLegal))
        yield { environment, cluster, workload, serviceAccount };
}

/** Other names are refused by a rule of their own; a wildcard in them stands for nothing. */
function isLegal(serviceAccount: ServiceAccount): boolean {
  return "name" in serviceAccount
    ? isServiceAccountName(serviceAccount.name)
    : isNamePattern(serviceAccount.namePattern);
}

/** Two entries are one cluster when they share the EKS cluster or the issuer. */
function clusterIds(cluster: Cluster): readonly string[] {
  return [
    ...(cluster.platform === "eks" ? [cluster.arn] : [cluster.stack]),
    ...(cluster.issuer === undefined ? [] : [cluster.issuer]),
  ];
}

/** What a retired cluster destroys is in the way only of another of its kind. */
function meet(left: Claim, right: Claim): boolean {
  if (!left.cluster.retired && !right.cluster.retired) return true;
  if (left.cluster.retired && right.cluster.retired) return false;
  const all = (holds: (claim: Claim) => boolean): boolean =>
    holds(left) && holds(right);
  return (
    all(({ workload }) => workload.identity === "pod-identity") ||
    all(({ serviceAccount }) => serviceAccount.owner === "terraform")
  );
}

function overlap(left: ServiceAccount, right: ServiceAccount): boolean {
  if ("name" in left && "name" in right) return left.name === right.name;
  return wildcardsOverlap(patternOf(left), patternOf(right));
}

function patternOf(serviceAccount: ServiceAccount): string {
  return "name" in serviceAccount
    ? serviceAccount.name
    : serviceAccount.namePattern;
}
