import type { AssumeRoleRequest } from "../../modules/trust-policy/evaluator/evaluate";
import type { PodIdentity } from "../../modules/trust-policy/evaluator/may-assume-with-pod-identity";
import type { WebIdentity } from "../../modules/trust-policy/evaluator/may-assume-with-web-identity";
import { type Fact, generateCondition } from "./generate-condition";
import { Random } from "./random";

/** A trust policy and someone who would like to assume its role. */
export type Case = { readonly trust: unknown } & (
  | { readonly path: "irsa"; readonly identity: WebIdentity }
  | { readonly path: "pod-identity"; readonly identity: PodIdentity }
  | { readonly path: "request"; readonly request: AssumeRoleRequest }
);

const account = "111122223333";
const namespaces = ["echo", "echo-2", "reports"] as const;
const names = ["aws-sa", "aws-sa-2", "reporter"] as const;
const audiences = ["sts.amazonaws.com", "sts.amazonaws.com.cn"] as const;
const hosts = [
  "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  "oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210",
  "issuer.example.com",
] as const;
const clusterArns = [
  `arn:aws:eks:us-east-1:${account}:cluster/prod-us`,
  `arn:aws:eks:eu-west-1:${account}:cluster/prod-us`,
  `arn:aws:eks:us-east-1:${account}:cluster/prod-us-2`,
] as const;
const logGroupArn = `arn:aws:logs:us-east-1:${account}:log-group:echo`;
/** Six parts too, and matches the log group's ARN only if a wildcard reaches over a colon. */
const overAColon = "arn:aws:logs:*:log-group:echo";
const subjects = namespaces.flatMap((namespace) =>
  names.map((name) => `system:serviceaccount:${namespace}:${name}`),
);
const roles = [
  `arn:aws:iam::${account}:role/reader`,
  `arn:aws:iam::${account}:role/workloads/reader`,
  "arn:aws:iam::444455556666:role/reader",
] as const;

const providerOf = (host: string): string =>
  `arn:aws:iam::${account}:oidc-provider/${host}`;
const without = (
  values: readonly string[],
  value: string,
): readonly [string, ...string[]] => [
  `${value}x`,
  ...values.filter((other) => other !== value),
];

/** The same cases for the same seed. */
export function generateCases(seed: number, count: number): readonly Case[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => {
    if (index % 5 < 2) return webIdentityCase(random);
    return index % 5 < 4 ? podIdentityCase(random) : requestCase(random);
  });
}

function webIdentityCase(random: Random): Case {
  const issuerHost = random.pick(hosts);
  const otherHost = hosts.find((host) => host !== issuerHost) ?? hosts[0];
  const subject = `system:serviceaccount:${random.pick(namespaces)}:${random.pick(names)}`;
  const audience = random.pick(audiences);
  const facts: readonly Fact[] = [
    {
      key: `${issuerHost}:sub`,
      type: "text",
      actual: subject,
      others: without(subjects, subject),
    },
    {
      key: `${issuerHost}:aud`,
      type: "text",
      actual: audience,
      others: without(audiences, audience),
    },
    ...(random.chance(0.4)
      ? [
          absentFact(`${otherHost}:sub`, subject),
          absentFact(`${otherHost}:aud`, audience),
          absentFact(`${providerOf(issuerHost)}:sub`, subject),
        ]
      : []),
  ];
  return {
    path: "irsa",
    identity: {
      providerArn: providerOf(issuerHost),
      issuerHost,
      subject,
      audience,
    },
    trust: generateTrust(random, facts, {
      caller: ["Federated", providerOf(issuerHost)],
      strangers: [
        ["Federated", providerOf(otherHost)],
        ["Service", "pods.eks.amazonaws.com"],
        ["AWS", "arn:aws:iam::444455556666:root"],
      ],
      actions: ["sts:AssumeRoleWithWebIdentity"],
    }),
  };
}

function podIdentityCase(random: Random): Case {
  const clusterArn = random.pick(clusterArns);
  const namespace = random.pick(namespaces);
  const serviceAccount = random.pick(names);
  const sessionTags = random.chance(0.75);
  const tag = (
    name: string,
    type: "text" | "arn",
    value: string,
    values: readonly string[],
  ): Fact => ({
    key: `aws:RequestTag/${name}`,
    type,
    actual: sessionTags ? value : undefined,
    others: without(values, value),
  });
  const facts: readonly Fact[] = [
    tag("eks-cluster-arn", "arn", clusterArn, clusterArns),
    tag("eks-cluster-name", "text", clusterArn.replace(/^.*\//, ""), ["prod"]),
    tag("kubernetes-namespace", "text", namespace, namespaces),
    tag("kubernetes-service-account", "text", serviceAccount, names),
    {
      key: "aws:SourceArn",
      type: "arn",
      actual: clusterArn,
      others: without(clusterArns, clusterArn),
    },
    {
      key: "aws:SourceAccount",
      type: "text",
      actual: account,
      others: ["444455556666"],
    },
    {
      key: "aws:TagKeys",
      type: "list",
      actual: sessionTags
        ? [
            "eks-cluster-arn",
            "eks-cluster-name",
            "kubernetes-namespace",
            "kubernetes-service-account",
            "kubernetes-pod-name",
            "kubernetes-pod-uid",
          ]
        : undefined,
      others: ["team", "kubernetes-*", "eks-cluster-region"],
    },
    absentFact("aws:RequestTag/team", "echo"),
    absentFact(`${hosts[0]}:sub`, "echo"),
  ];
  return {
    path: "pod-identity",
    identity: { clusterArn, namespace, serviceAccount, sessionTags },
    trust: generateTrust(random, facts, {
      caller: ["Service", "pods.eks.amazonaws.com"],
      strangers: [
        ["Service", "ec2.amazonaws.com"],
        ["Federated", providerOf(hosts[0])],
        ["AWS", "arn:aws:iam::444455556666:root"],
      ],
      actions: ["sts:AssumeRole", "sts:TagSession"],
    }),
  };
}

function requestCase(random: Random): Case {
  const caller = random.pick(roles);
  const callerAccount = caller.split(":")[4] ?? "";
  const sourceArn = random.pick([logGroupArn, ...clusterArns]);
  const secure = random.pick(["true", "false"]);
  const facts: readonly Fact[] = [
    {
      key: "aws:SecureTransport",
      type: "bool",
      actual: secure,
      others: ["false"],
    },
    {
      key: "aws:SourceArn",
      type: "arn",
      actual: sourceArn,
      others: without([overAColon, ...clusterArns], sourceArn),
    },
    absentFact("aws:PrincipalTag/team", "echo"),
    {
      key: "sts:ExternalId",
      type: "text",
      actual: "us-east-1/echo",
      others: ["us-east-1/echo-2", "us-east-1"],
    },
  ];
  return {
    path: "request",
    request: {
      action: "sts:AssumeRole",
      principal: { kind: "AWS", value: caller },
      context: {
        "aws:SecureTransport": secure,
        "aws:SourceArn": sourceArn,
        "sts:ExternalId": "us-east-1/echo",
      },
      absentKeys: () => true,
    },
    trust: generateTrust(random, facts, {
      caller: [
        "AWS",
        random.pick([
          caller,
          callerAccount,
          `arn:aws:iam::${callerAccount}:root`,
          "*",
        ]),
      ],
      strangers: [
        ["AWS", random.pick(roles)],
        ["AWS", "777788889999"],
        ["AWS", `arn:aws:iam::${random.pick([account, "444455556666"])}:root`],
        ["Service", "pods.eks.amazonaws.com"],
      ],
      actions: ["sts:AssumeRole"],
    }),
  };
}

function absentFact(key: string, other: string): Fact {
  return { key, type: "text", actual: undefined, others: [other] };
}

type Principal = readonly [kind: string, value: string];

interface Parties {
  readonly caller: Principal;
  readonly strangers: readonly [Principal, ...Principal[]];
  readonly actions: readonly [string, ...string[]];
}

/**
 * One to three statements. Principal `"*"` is generated for IAM roles only: the oracle also lets it
 * include services and federated identities, which AWS's pages don't say of trust policies. The oracle
 * knows a caller by its name alone, so no principal has the caller's name under another kind.
 */
function generateTrust(
  random: Random,
  facts: readonly Fact[],
  parties: Parties,
): unknown {
  const count = random.pick([1, 1, 2, 3]);
  const statements = Array.from({ length: count }, (_, index) => ({
    ...(random.chance(0.2) && { Sid: `Statement${String(index)}` }),
    Effect: random.chance(index === 0 ? 0.08 : 0.3) ? "Deny" : "Allow",
    Principal: generatePrincipal(random, parties),
    ...generateAction(random, parties.actions),
    ...(random.chance(0.9) && { Condition: generateCondition(random, facts) }),
  }));
  const [first] = statements;
  return {
    ...(random.chance(0.1) && { Id: "trust" }),
    Version: "2012-10-17",
    Statement: count === 1 && random.chance(0.3) ? first : statements,
  };
}

function generatePrincipal(
  random: Random,
  { caller, strangers }: Parties,
): unknown {
  const chosen: Principal[] = random.chance(0.9) ? [caller] : [];
  while (chosen.length === 0 || random.chance(0.25))
    chosen.splice(random.below(2), 0, random.pick(strangers));
  const principal: Record<string, string | string[]> = {};
  for (const [kind, value] of chosen) {
    const before = principal[kind];
    principal[kind] = before === undefined ? value : [before, value].flat();
  }
  return principal.AWS === "*" && random.chance(0.5) ? "*" : principal;
}

function generateAction(
  random: Random,
  actions: readonly [string, ...string[]],
): { readonly Action: unknown } | { readonly NotAction: unknown } {
  if (random.chance(0.06))
    return {
      NotAction: random.pick<unknown>([
        "iam:PassRole",
        "sts:TagSession",
        [...actions],
        ["sts:GetCallerIdentity", "sts:Tag*"],
      ]),
    };
  if (random.chance(0.75))
    return { Action: actions.length === 1 ? actions[0] : [...actions] };
  return {
    Action: random.pick<unknown>([
      actions[0],
      [actions[0]],
      actions.map((action) => action.toUpperCase()),
      "*",
      "sts:*",
      "sts:Assume*",
      ["sts:assumerole*", "sts:???Session"],
      ["sts:TagSession", "sts:SetSourceIdentity"],
    ]),
  };
}
