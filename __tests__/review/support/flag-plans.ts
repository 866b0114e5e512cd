import {
  account,
  host,
  irsaTrust,
  policyText,
  providerArn,
  roleFields,
  type PlannedResource,
} from "./plan";
import type { Flag, Review } from "../../../modules/review";

export const echo = "aws_iam_role.echo";
/** A condition on the token's audience. */
export const audience = { [`${host}:aud`]: "sts.amazonaws.com" };
/** A condition on the token's subject. */
export const subject = { [`${host}:sub`]: "system:serviceaccount:echo:aws-sa" };
/** Another cluster's issuer. */
export const other = "oidc.eks.us-east-1.amazonaws.com/id/FEDCBA98";

/** A role whose trust policy changes. */
export function trusting(
  trust: unknown,
  before: unknown = irsaTrust(),
): readonly PlannedResource[] {
  return [
    {
      address: echo,
      before: roleFields("echo", before),
      after: roleFields("echo", trust),
    },
  ];
}

/** A role whose inline policy changes. */
export function granting(
  policy: string,
  before: string | undefined = policyText(
    ["sqs:SendMessage"],
    ["arn:aws:sqs:us-east-1:1:q"],
  ),
): readonly PlannedResource[] {
  const role = roleFields("echo", irsaTrust());
  return [
    { address: echo, before: role, after: role },
    {
      address: "aws_iam_role_policy.echo",
      before: { name: "permissions", role: "echo", policy: before },
      after: { name: "permissions", role: "echo", policy },
    },
  ];
}

/** A trust policy of one statement that lets EKS in for Pod Identity. */
export function podTrust(
  condition?: unknown,
  actions = ["sts:AssumeRole", "sts:TagSession"],
): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: actions,
        ...(condition !== undefined && { Condition: condition }),
      },
    ],
  };
}

/** Conditions that let one service account of one cluster in. */
export const pinned = {
  StringEquals: {
    "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:us-east-1:${account}:cluster/prod-us`,
    "aws:RequestTag/kubernetes-namespace": "echo",
    "aws:RequestTag/kubernetes-service-account": "aws-sa",
  },
};

/** Attributes of an association that exists. */
export function associationFields(
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    cluster_name: "prod-us",
    namespace: "echo",
    service_account: "aws-sa",
    role_arn: `arn:aws:iam::${account}:role/echo`,
    association_arn: `arn:aws:eks:us-east-1:${account}:podidentityassociation/prod-us/a-1`,
    ...more,
  };
}

/** A role, and an association that changes. */
export function associated(
  trust: unknown,
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
): readonly PlannedResource[] {
  const role = roleFields("echo", trust);
  return [
    { address: echo, before: role, after: role },
    {
      address: "aws_eks_pod_identity_association.echo",
      ...(before && { before }),
      ...(after && { after }),
    },
  ];
}

/** The cluster's OIDC provider. */
export const provider = {
  url: host,
  arn: providerArn,
  client_id_list: ["sts.amazonaws.com"],
};

/** A role that gets a managed policy. */
export function attaching(arn: string): readonly PlannedResource[] {
  const role = roleFields("echo", irsaTrust());
  return [
    { address: echo, before: role, after: role },
    {
      address: "aws_iam_role_policy_attachment.echo",
      after: { role: "echo", policy_arn: arn },
    },
  ];
}

/** Two trust policies' statements in one. */
export function together(...trusts: readonly unknown[]): unknown {
  return {
    Version: "2012-10-17",
    Statement: trusts.flatMap(
      (trust) =>
        (trust as { readonly Statement: readonly unknown[] }).Statement,
    ),
  };
}

/** What a review has of one rule: severity and message, sorted. */
export function found(review: Review, id: string): readonly string[] {
  return [
    ...new Set(
      [...review.flags, ...review.changes.flatMap(({ flags }) => flags)]
        .filter((flag: Flag) => flag.id === id)
        .map(({ severity, message }) => `${severity}: ${message}`),
    ),
  ].sort();
}
