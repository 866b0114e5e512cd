import { parseClusterArn } from "../pod-identity";
import { isClaimKey } from "./claim-key";
import { type Decision, evaluateTrust } from "./evaluate";

/** A pod that EKS asks credentials for, by an association. */
export interface PodIdentity {
  /** `arn:<partition>:eks:<region>:<account>:cluster/<name>` */
  readonly clusterArn: string;
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
  const { account, name } = parseClusterArn(identity.clusterArn);
  const tags = {
    "eks-cluster-arn": identity.clusterArn,
    "eks-cluster-name": name,
    "kubernetes-namespace": identity.namespace,
    "kubernetes-service-account": identity.serviceAccount,
  };
  const context = {
    "aws:SourceArn": identity.clusterArn,
    "aws:SourceAccount": account,
    ...(identity.sessionTags && {
      ...Object.fromEntries(
        Object.entries(tags).map(([tag, value]) => [
          `aws:RequestTag/${tag}`,
          value,
        ]),
      ),
      "aws:TagKeys": [...Object.keys(tags), ...tagsOfThePod],
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

const tagsOfThePod = ["kubernetes-pod-name", "kubernetes-pod-uid"];

function isTagKey(key: string): boolean {
  return key === "aws:tagkeys" || key.startsWith("aws:requesttag/");
}

function isOtherTag(key: string): boolean {
  return (
    key.startsWith("aws:requesttag/") &&
    !tagsOfThePod.some((tag) => key === `aws:requesttag/${tag}`)
  );
}
