import {
  parseArn,
  type PolicyDocument,
  type PolicyStatement,
} from "../policy-document";
import { assertServiceAccounts } from "./service-account";

/** Who may assume a role by EKS Pod Identity. */
export interface PodIdentityTrustPolicyProps {
  /** ARN of the EKS cluster. */
  readonly clusterArn: string;
  /** At least one; each has an association of its own. */
  readonly serviceAccounts: readonly {
    readonly namespace: string;
    readonly name: string;
  }[];
  /** Whether EKS sends session tags. @default true */
  readonly sessionTags?: boolean;
}

/**
 * The trust policy that lets EKS assume a role for exactly these service accounts of one cluster.
 *
 * AWS's sample trusts `pods.eks.amazonaws.com` without conditions: then any association that someone
 * may create in the account, on any cluster, can use the role. This one is pinned by the session tags
 * that EKS sends, one statement for each service account so that no cross of namespaces and names is
 * let in. With session tags off the tags are never there; it is pinned by the source cluster and
 * account, and the association alone tells service accounts apart.
 *
 * `aws:SourceArn` is the cluster's ARN: the association's ARN there breaks the issue of credentials
 * (https://github.com/awslabs/mountpoint-s3-csi-driver/issues/781).
 *
 * @throws Error on an ARN that is no EKS cluster's, a name that is no Kubernetes name, an empty list.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTrustPolicy(
  props: PodIdentityTrustPolicyProps,
): PolicyDocument {
  assertServiceAccounts(props.serviceAccounts);
  const { account } = parseClusterArn(props.clusterArn);
  const statement = (
    condition: PolicyStatement["Condition"],
  ): PolicyStatement => ({
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...(condition && { Condition: condition }),
  });
  if (props.sessionTags === false)
    return {
      Version: "2012-10-17",
      Statement: [
        statement({
          StringEquals: {
            "aws:SourceAccount": account,
            "aws:SourceArn": props.clusterArn,
          },
        }),
      ],
    };
  return {
    Version: "2012-10-17",
    Statement: props.serviceAccounts.map(({ namespace, name }) =>
      statement({
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": props.clusterArn,
          "aws:RequestTag/kubernetes-namespace": namespace,
          "aws:RequestTag/kubernetes-service-account": name,
        },
      }),
    ),
  };
}

/** An EKS cluster's ARN in its parts. */
export interface ClusterArn {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

/** @throws Error on an ARN that is no EKS cluster's. */
export function parseClusterArn(clusterArn: string): ClusterArn {
  const arn = parseArn(clusterArn);
  const name = /^cluster\/([0-9A-Za-z][\w-]{0,99})$/.exec(
    arn?.resource ?? "",
  )?.[1];
  if (
    arn?.service !== "eks" ||
    !/^aws[a-z-]*$/.test(arn.partition) ||
    !/^[a-z]+(-[a-z0-9]+)+$/.test(arn.region) ||
    !/^\d{12}$/.test(arn.account) ||
    name === undefined
  )
    throw new Error(
      `not an EKS cluster's ARN: ${JSON.stringify(clusterArn)}; write it as in arn:aws:eks:us-east-1:111122223333:cluster/prod-us`,
    );
  return { partition: arn.partition, account: arn.account, name };
}
