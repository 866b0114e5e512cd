import { parseClusterArn } from "../pod-identity";
import { isClaimKey } from "./claim-key";
import { type Decision, evaluateTrust } from "./evaluate";

/** A pod that EKS asks credentials for, by an association. */
export interface PodIdentity {
  /**
   * `arn:<partition>:eks:<region>:<account>:cluster/<name>`; undefined where it isn't known: conditions on the cluster are
   * then undecidable, and what others deny is denied all the same.
   */
  readonly clusterArn: string | undefined;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Whether EKS sends session tags, which an association can turn off. */
  readonly sessionTags: boolean;
}

/**
 * Whether a trust policy lets EKS assume the role for a pod. Both `sts:AssumeRole` and `sts:TagSession`
 * must be allowed, with session tags off too: EKS refuses an association whose role doesn't trust it
 * with both. Whether an association exists isn't asked.
 *
 * EKS sends the cluster's ARN as `aws:SourceArn`, its account as `aws:SourceAccount` and exactly six
 * tags. The pod's name and uid differ for each pod, so conditions on them are undecidable. Other tags
 * and claims of tokens are certainly absent; every other condition key is undecidable.
 *
 * @throws Error on an ARN that isn't an EKS cluster's.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function mayAssumeWithPodIdentity(
  document: unknown,
  identity: PodIdentity,
): Decision {
  const cluster = contextOfCluster(identity.clusterArn);
  const tags = {
    ...cluster.tags,
    "kubernetes-namespace": identity.namespace,
    "kubernetes-service-account": identity.serviceAccount,
  };
  const context = {
    ...cluster.source,
    ...(identity.sessionTags && {
      ...Object.fromEntries(
        Object.entries(tags).map(([tag, value]) => [
          `aws:RequestTag/${tag}`,
          value,
        ]),
      ),
      "aws:TagKeys": sessionTags,
    }),
  };
  const decisions = ["sts:AssumeRole", "sts:TagSession"].map((action) =>
    evaluateTrust(document, {
      action,
      principal: { kind: "Service", value: "pods.eks.amazonaws.com" },
      context,
      absentKeys: (key) =>
        isClaimKey(key) ||
        (identity.sessionTags ? isOtherTag(key) : isTagKey(key)),
    }),
  );
  if (decisions.includes("denied")) return "denied";
  return decisions.includes("undecidable") ? "undecidable" : "allowed";
}

/** The tags that EKS sends. */
const sessionTags = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-service-account",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
];

function contextOfCluster(arn: string | undefined): {
  readonly tags: Readonly<Record<string, string>>;
  readonly source: Readonly<Record<string, string>>;
} {
  if (arn === undefined) return { tags: {}, source: {} };
  const { account, name } = parseClusterArn(arn);
  return {
    tags: { "eks-cluster-arn": arn, "eks-cluster-name": name },
    source: { "aws:SourceArn": arn, "aws:SourceAccount": account },
  };
}

function isTagKey(key: string): boolean {
  return key === "aws:tagkeys" || key.startsWith("aws:requesttag/");
}

function isOtherTag(key: string): boolean {
  return (
    key.startsWith("aws:requesttag/") &&
    !sessionTags.some((tag) => key === `aws:requesttag/${tag}`)
  );
}
