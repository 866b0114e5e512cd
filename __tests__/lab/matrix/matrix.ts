/** The account of the cluster and of the roles that pods get. */
export const account = "333333333333";
/** The account of the roles that they go on to. */
export const otherAccount = "444444444444";
export const region = "us-east-1";
export const clusterName = "alpha";

/** The bucket that a role's session of an account works on. */
export function bucketOf(owner: string): string {
  return `matrix-${owner}`;
}

export type Verdict = "allow" | "deny";

export type Statement = Readonly<Record<string, unknown>>;

/** A role that is made for one check. */
export interface CheckedRole {
  readonly trust: Statement;
  readonly permissions?: readonly Statement[];
  readonly boundary?: Statement;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is done in the end, by the last session. */
export type Act =
  | { readonly method: "PUT" | "GET"; readonly key: string }
  | "GetCallerIdentity with another secret";

/** A question to the emulator, and AWS's answer. */
export interface Check {
  readonly name: string;
  /** What AWS says to the last step; it allows all steps before. */
  readonly expected: Verdict;
  /** Who asks for the role. @default a pod, by Pod Identity */
  readonly caller?: "the account's root user";
  readonly role: CheckedRole;
  /** A role of the other account that the first role's session goes on to, by AssumeRole. */
  readonly target?: {
    /** @param source the first role's ARN */
    readonly trust: (source: string) => Statement;
    readonly permissions?: readonly Statement[];
    readonly externalId?: string;
    readonly sessionPolicy?: Statement;
  };
  /** What is done with the session. @default nothing: to get it is the question */
  readonly act?: Act;
}

/** Namespace of the pods, as the session tag says it. */
export const namespace = "team-b";

const cluster = `arn:aws:eks:${region}:${account}:cluster/${clusterName}`;
const actions = ["sts:AssumeRole", "sts:TagSession"];
const namespaceTag = "kubernetes-namespace";
const tagKeys = [
  "eks-cluster-arn",
  "eks-cluster-name",
  namespaceTag,
  "kubernetes-service-account",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
];

const pods: Statement = {
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: actions,
};
const root = `arn:aws:iam::${account}:root`;
const getOnly: Statement = {
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "*",
};
const put: Act = { method: "PUT", key: "a" };

function podsIf(condition: Statement): CheckedRole {
  return { trust: { ...pods, Condition: condition } };
}

/** A role that may put objects under a prefix of the bucket, perhaps under a condition. */
function mayPut(prefix: string, condition?: Statement): CheckedRole {
  return {
    trust: pods,
    permissions: [
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${bucketOf(account)}/${prefix}*`,
        ...(condition && { Condition: condition }),
      },
    ],
  };
}

const mayAssume: CheckedRole = {
  trust: pods,
  permissions: [{ Effect: "Allow", Action: actions, Resource: "*" }],
};

function trusts(principal: string, condition?: Statement): Statement {
  return {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: actions,
    ...(condition && { Condition: condition }),
  };
}

function ifNamespace(
  key: "PrincipalTag" | "RequestTag",
  value: string,
): Statement {
  return { StringEquals: { [`aws:${key}/${namespaceTag}`]: value } };
}

const ifExternalId: Statement = { StringEquals: { "sts:ExternalId": "e1" } };

/**
 * What the lab relies on the emulator to judge as AWS does. A new version of MiniStack has to pass it, as
 * it is with the changes in `ministack/plus.py`; without them it judges several wrongly.
 */
export const matrix: readonly Check[] = [
  {
    name: "Pod Identity gets a role that trusts it",
    expected: "allow",
    role: { trust: pods },
  },
  {
    name: "Pod Identity needs sts:TagSession",
    expected: "deny",
    role: { trust: { ...pods, Action: "sts:AssumeRole" } },
  },
  {
    name: "Pod Identity is not another service",
    expected: "deny",
    role: { trust: { ...pods, Principal: { Service: "ec2.amazonaws.com" } } },
  },
  {
    name: "Pod Identity is not the account",
    expected: "deny",
    role: { trust: { ...pods, Principal: { AWS: root } } },
  },
  {
    name: "a root user is not Pod Identity",
    expected: "deny",
    caller: "the account's root user",
    role: { trust: pods },
  },
  {
    name: "trust: aws:RequestTag that is sent",
    expected: "allow",
    role: podsIf(ifNamespace("RequestTag", namespace)),
  },
  {
    name: "trust: aws:RequestTag of another value",
    expected: "deny",
    role: podsIf(ifNamespace("RequestTag", "team-x")),
  },
  {
    name: "trust: aws:SourceAccount of the cluster",
    expected: "allow",
    role: podsIf({ StringEquals: { "aws:SourceAccount": account } }),
  },
  {
    name: "trust: aws:SourceAccount of another account",
    expected: "deny",
    role: podsIf({ StringEquals: { "aws:SourceAccount": otherAccount } }),
  },
  {
    name: "trust: aws:SourceArn of the cluster",
    expected: "allow",
    role: podsIf({ ArnEquals: { "aws:SourceArn": cluster } }),
  },
  {
    name: "trust: aws:SourceArn of another cluster",
    expected: "deny",
    role: podsIf({ ArnEquals: { "aws:SourceArn": `${cluster}-2` } }),
  },
  {
    name: "trust: ForAllValues of aws:TagKeys",
    expected: "allow",
    role: podsIf({ "ForAllValues:StringEquals": { "aws:TagKeys": tagKeys } }),
  },
  {
    name: "trust: StringLike of aws:RequestTag",
    expected: "allow",
    role: podsIf({
      StringLike: { [`aws:RequestTag/${namespaceTag}`]: "team-*" },
    }),
  },
  {
    name: "permissions: an action that is allowed",
    expected: "allow",
    role: mayPut(""),
    act: put,
  },
  {
    name: "permissions: another action",
    expected: "deny",
    role: mayPut(""),
    act: { method: "GET", key: "a" },
  },
  {
    name: "permissions: aws:PrincipalTag of the pod",
    expected: "allow",
    role: mayPut("", ifNamespace("PrincipalTag", namespace)),
    act: put,
  },
  {
    name: "permissions: aws:PrincipalTag of another value",
    expected: "deny",
    role: mayPut("", ifNamespace("PrincipalTag", "team-x")),
    act: put,
  },
  {
    name: "permissions: ${aws:PrincipalTag} in Resource, the pod's own",
    expected: "allow",
    role: mayPut(`\${aws:PrincipalTag/${namespaceTag}}/`),
    act: { method: "PUT", key: `${namespace}/x` },
  },
  {
    name: "permissions: ${aws:PrincipalTag} in Resource, another's",
    expected: "deny",
    role: mayPut(`\${aws:PrincipalTag/${namespaceTag}}/`),
    act: { method: "PUT", key: "team-a/x" },
  },
  {
    name: "permissions: ${aws:PrincipalTag} in Resource, without a value",
    expected: "deny",
    role: mayPut("${aws:PrincipalTag/none}"),
    act: put,
  },
  {
    name: "permissions: a tag of the role as aws:PrincipalTag",
    expected: "allow",
    role: {
      ...mayPut("", { StringEquals: { "aws:PrincipalTag/team": "q" } }),
      tags: { team: "q" },
    },
    act: put,
  },
  {
    name: "permissions: a session policy takes away",
    expected: "deny",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source),
      permissions: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      sessionPolicy: getOnly,
    },
    act: put,
  },
  {
    name: "permissions: a boundary takes away",
    expected: "deny",
    role: { ...mayPut(""), boundary: getOnly },
    act: put,
  },
  {
    name: "a session's signature by another secret",
    expected: "deny",
    role: { trust: pods },
    act: "GetCallerIdentity with another secret",
  },
  {
    name: "role chain to another account",
    expected: "allow",
    role: mayAssume,
    target: { trust: (source) => trusts(source) },
  },
  {
    name: "role chain: the target trusts another role",
    expected: "deny",
    role: mayAssume,
    target: { trust: (source) => trusts(`${source}-2`) },
  },
  {
    name: "role chain: the source may not assume roles",
    expected: "deny",
    role: { trust: pods },
    target: { trust: (source) => trusts(source) },
  },
  {
    name: "role chain: the target trusts the source's account",
    expected: "allow",
    role: mayAssume,
    target: { trust: () => trusts(root) },
  },
  {
    name: "role chain: transitive tags need sts:TagSession",
    expected: "deny",
    role: mayAssume,
    target: {
      trust: (source) => ({ ...trusts(source), Action: "sts:AssumeRole" }),
    },
  },
  {
    name: "role chain: a transitive tag is an aws:RequestTag",
    expected: "allow",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source, ifNamespace("RequestTag", namespace)),
    },
  },
  {
    name: "role chain: aws:PrincipalTag of the source",
    expected: "allow",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source, ifNamespace("PrincipalTag", namespace)),
    },
  },
  {
    name: "role chain: aws:PrincipalTag of another value",
    expected: "deny",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source, ifNamespace("PrincipalTag", "team-x")),
    },
  },
  {
    name: "role chain: the external id",
    expected: "allow",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source, ifExternalId),
      externalId: "e1",
    },
  },
  {
    name: "role chain: another external id",
    expected: "deny",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source, ifExternalId),
      externalId: "e2",
    },
  },
  {
    name: "role chain: no external id",
    expected: "deny",
    role: mayAssume,
    target: { trust: (source) => trusts(source, ifExternalId) },
  },
  {
    name: "role chain: a transitive tag in the target's permissions",
    expected: "allow",
    role: mayAssume,
    target: {
      trust: (source) => trusts(source),
      permissions: [
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "*",
          Condition: ifNamespace("PrincipalTag", namespace),
        },
      ],
    },
    act: put,
  },
];
