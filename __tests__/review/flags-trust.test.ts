import {
  audience,
  echo,
  found,
  other,
  pinned,
  podTrust,
  provider,
  subject,
  together,
  trusting,
} from "./support/flag-plans";
import {
  accepting,
  account,
  host,
  irsaTrust,
  providerArn,
  reviewOf,
  roleFields,
} from "./support/plan";

const label = `arn:aws:iam::${account}:role/echo`;

async function findings(
  id: string,
  trust: unknown,
  before?: unknown,
): Promise<readonly string[]> {
  const review = await reviewOf(trusting(trust, before));
  return found(review, id).map((text) => text.replaceAll(`${label} `, ""));
}

const every = `high: lets every token of ${host} in`;
const may = `high: may let every token of ${host} in: no condition that can be judged names a subject`;
const unlikely = "system:serviceaccount:any-namespace-8f3a1c:any-name-8f3a1c";

describe("trust-any-subject", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ["no condition", irsaTrust("", {}), [every]],
    [
      "a condition that can't be judged",
      irsaTrust("", {
        StringEquals: audience,
        IpAddress: { "aws:SourceIp": "0.0.0.0/0" },
      }),
      [may],
    ],
    [
      "an operator that isn't known",
      irsaTrust("", { StringEquals: audience, StringIs: subject }),
      [may],
    ],
    ["a condition that isn't as IAM writes it", irsaTrust("", "x"), [may]],
    [
      "the token's own claim as its value",
      irsaTrust("", {
        StringEquals: { ...audience, [`${host}:sub`]: `\${${host}:sub}` },
      }),
      [every],
    ],
    [
      "a tag of the caller's as its value",
      irsaTrust("", {
        StringEquals: { [`${host}:sub`]: "${aws:PrincipalTag/sub}" },
      }),
      [may],
    ],
    [
      "all but one subject",
      irsaTrust("", { StringNotEquals: { [`${host}:sub`]: unlikely } }),
      [every],
    ],
    [
      "that the subject is there",
      irsaTrust("", { Null: { [`${host}:sub`]: "false" } }),
      [every],
    ],
    [
      "an audience alone",
      irsaTrust("", { StringEquals: { [`${host}:aud`]: "another" } }),
      [every],
    ],
    [
      "a Deny that could name the example",
      together(irsaTrust("", {}), {
        Statement: [
          {
            Effect: "Deny",
            Principal: { Federated: providerArn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { [`${host}:sub`]: unlikely } },
          },
        ],
      }),
      [every],
    ],
    [
      "a statement beside a pinned one",
      together(irsaTrust(), irsaTrust("", { StringEquals: audience })),
      [every],
    ],
    ["a subject", irsaTrust(), []],
    [
      "a subject beside what can't be judged",
      irsaTrust("", {
        StringEquals: { ...audience, ...subject },
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      }),
      [],
    ],
    [
      "a pattern, of which another rule tells",
      irsaTrust("", {
        StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:*" },
      }),
      [],
    ],
    [
      "another issuer's subject, which lets nobody in",
      irsaTrust("", { StringEquals: { [`${other}:sub`]: "x" } }),
      [],
    ],
    [
      "no action that lets a token in",
      irsaTrust("", {}, { Action: "sts:TagSession" }),
      [],
    ],
    [
      "an action that isn't known yet",
      irsaTrust("", {}, { Action: ["${terraform_data.act.output}"] }),
      [every],
    ],
    [
      "an action that nothing is known of",
      irsaTrust("", {}, { Action: "(known after apply)" }),
      [every],
    ],
    [
      "an action that isn't known yet for one subject",
      irsaTrust("system:serviceaccount:a:b", undefined, {
        Action: '${tolist(["sts:AssumeRoleWithWebIdentity"])}',
      }),
      [],
    ],
    [
      "every action but one that isn't known yet",
      irsaTrust("", {}, { Action: undefined, NotAction: "${local.a}" }),
      [every],
    ],
    [
      "every action but others",
      irsaTrust("", {}, { Action: undefined, NotAction: "s3:*" }),
      [every],
    ],
    [
      "a provider that isn't known yet",
      irsaTrust("", {}, { Principal: { Federated: "${module.oidc.arn}" } }),
      ["high: lets every token of ${module.oidc.arn} in"],
    ],
    [
      "a subject of a provider that isn't known yet",
      irsaTrust(
        "",
        { StringEquals: { "${module.oidc.url}:sub": "x:y" } },
        { Principal: { Federated: "${module.oidc.arn}" } },
      ),
      [],
    ],
    [
      "a subject of a provider that isn't known yet, by an issuer that is",
      irsaTrust("", undefined, {
        Principal: { Federated: "${module.oidc.arn}" },
      }),
      [],
    ],
    [
      "any subject of a provider that isn't known yet, by an issuer that is",
      irsaTrust(
        "",
        { StringLike: { [`${host}:sub`]: "*" } },
        { Principal: { Federated: "${module.oidc.arn}" } },
      ),
      ["high: lets every token of ${module.oidc.arn} in"],
    ],
    [
      "service accounts by a key that isn't known yet",
      irsaTrust(
        "",
        {
          StringEquals: {
            "(known after apply)": [
              "sts.amazonaws.com",
              "system:serviceaccount:echo:aws-sa",
            ],
          },
        },
        { Principal: { Federated: "(known after apply)" } },
      ),
      [
        "medium: may let every token of (known after apply) in: the key that is compared with service accounts isn't known yet",
      ],
    ],
    [
      "an audience by a key that isn't known yet",
      irsaTrust("", {
        StringEquals: { "(known after apply)": "sts.amazonaws.com" },
      }),
      [every],
    ],
    [
      "any subject of a provider that isn't known yet",
      irsaTrust(
        "",
        { StringLike: { "${module.oidc.url}:sub": "*" } },
        { Principal: { Federated: "${module.oidc.arn}" } },
      ),
      ["high: lets every token of ${module.oidc.arn} in"],
    ],
  ])("%s", async (_, trust, expected) => {
    expect(await findings("trust-any-subject", trust)).toEqual(expected);
  });
});

describe("trust-other-federation", () => {
  it.each([
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
    `arn:aws:iam::${account}:saml-provider/people`,
  ])("%s", async (federated) => {
    const trust = irsaTrust(
      "",
      { StringEquals: { "cognito-identity.amazonaws.com:aud": "x" } },
      { Principal: { Federated: federated } },
    );

    expect(await findings("trust-other-federation", trust)).toEqual([
      `high: lets identities of ${federated} in, which is no OIDC provider of IAM`,
    ]);
  });

  it.each([
    ["an OIDC provider", irsaTrust()],
    [
      "what isn't known yet",
      irsaTrust("", undefined, { Principal: { Federated: "${x.y.arn}" } }),
    ],
    [
      "who is denied",
      together(
        irsaTrust(),
        irsaTrust("", undefined, {
          Effect: "Deny",
          Principal: { Federated: "accounts.google.com" },
        }),
      ),
    ],
  ])("is silent about %s", async (_, trust) => {
    expect(await findings("trust-other-federation", trust)).toEqual([]);
  });
});

describe("trust-service", () => {
  it("tells of a service that isn't EKS Pod Identity's", async () => {
    const trust = irsaTrust(
      "",
      {},
      {
        Principal: {
          Service: ["pods.eks.amazonaws.com", "ec2.amazonaws.com"],
        },
        Action: "sts:AssumeRole",
      },
    );

    expect(await findings("trust-service", trust)).toEqual([
      "medium: lets the service ec2.amazonaws.com in",
    ]);
    expect(await findings("trust-service", podTrust(pinned))).toEqual([]);
  });
});

describe("trust-second-issuer", () => {
  const arnOf = (issuer: string): string =>
    `arn:aws:iam::${account}:oidc-provider/${issuer}`;
  const trustOf = (issuer: string): unknown =>
    irsaTrust(
      "",
      {
        StringEquals: {
          [`${issuer}:sub`]: "repo:acme/app:ref:refs/heads/main",
          [`${issuer}:aud`]: "sts.amazonaws.com",
        },
      },
      { Principal: { Federated: arnOf(issuer) } },
    );
  const github = "token.actions.githubusercontent.com";

  it("tells of another issuer than before", async () => {
    expect(await findings("trust-second-issuer", trustOf(other))).toEqual([
      `medium: lets tokens of ${other} in, another issuer than before`,
    ]);
  });

  it("tells of a new role's issuer that is no cluster's", async () => {
    const review = await reviewOf([
      { address: echo, after: roleFields("echo", trustOf(github)) },
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `medium: ${label} lets tokens of ${github} in, an issuer that is no EKS cluster's`,
    ]);
  });

  it("is silent about a new role's issuer that is a cluster's", async () => {
    const review = await reviewOf([
      { address: echo, after: roleFields("echo", trustOf(other)) },
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([]);
  });

  it("takes no provider for the stack's that is added beside the stack's own", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.cluster",
        before: provider,
        after: provider,
      },
      {
        address: "aws_iam_openid_connect_provider.second",
        after: { ...provider, url: github, arn: arnOf(github) },
      },
      ...trusting(together(irsaTrust(), trustOf(github))),
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `high: ${label} lets tokens of ${github} in, an issuer that isn't this stack's`,
    ]);
  });

  it("accuses the issuer that is added, not the one whose provider isn't in the plan", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.second",
        after: { ...provider, url: github, arn: arnOf(github) },
      },
      ...trusting(together(irsaTrust(), trustOf(github))),
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `high: ${label} lets tokens of ${github} in, another issuer than before`,
    ]);
  });

  it("accuses another cluster's issuer that is added with its provider", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.second",
        after: { ...provider, url: other, arn: arnOf(other) },
      },
      ...trusting(together(irsaTrust(), trustOf(other))),
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `medium: ${label} lets tokens of ${other} in, another issuer than before`,
    ]);
  });

  it("tells of a new role's issuer that is no cluster's, whose provider is made beside the stack's", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.cluster",
        before: provider,
        after: provider,
      },
      {
        address: "aws_iam_openid_connect_provider.second",
        after: { ...provider, url: github, arn: arnOf(github) },
      },
      { address: echo, after: roleFields("echo", trustOf(github)) },
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `medium: ${label} lets tokens of ${github} in, an issuer that isn't this stack's`,
    ]);
  });

  it.each([
    "oidc.eks.us-east-1.amazonaws.com.example.com/id/0A",
    "oidc.eks.example.com/id/0A",
    "oidc-eks.us-east-1.api.aws.example.com/id/0A",
  ])("takes %s for no cluster's", async (issuer) => {
    expect(await findings("trust-second-issuer", trustOf(issuer))).toEqual([
      `high: lets tokens of ${issuer} in, another issuer than before`,
    ]);
  });

  it("accuses an issuer that is no cluster's and takes the place of the stack's", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.cluster",
        before: provider,
        after: { ...provider, url: github, arn: arnOf(github) },
        actions: ["delete", "create"],
      },
      ...trusting(trustOf(github)),
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([
      `high: ${label} lets tokens of ${github} in, another issuer than before`,
    ]);
  });

  it("is silent about the issuer of a cluster that takes another one's place", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_openid_connect_provider.cluster",
        before: provider,
        after: { ...provider, url: other, arn: arnOf(other) },
        actions: ["delete", "create"],
      },
      ...trusting(trustOf(other)),
    ]);

    expect(found(review, "trust-second-issuer")).toEqual([]);
  });
});

describe("pod-identity-unpinned", () => {
  const cluster = `arn:aws:eks:us-east-1:${account}:cluster/prod-us`;
  const namespace = "aws:RequestTag/kubernetes-namespace";
  const unpinned = [
    "medium: lets pods.eks.amazonaws.com in for any cluster and any service account",
  ];

  it.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["an account", { StringEquals: { "aws:SourceAccount": "444455556666" } }],
    [
      "every cluster of an account",
      {
        ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-*:444455556666:cluster/*" },
      },
    ],
    [
      "every cluster of a region",
      {
        StringLike: {
          "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:eu-*:${account}:cluster/*`,
        },
      },
    ],
    [
      "everything that starts as a region's",
      { StringLike: { "aws:SourceArn": "arn:aws:eks:eu-*" } },
    ],
    ["?*", { StringLike: { [namespace]: "?*" } }],
    ["*?", { StringLike: { [namespace]: "*?" } }],
    ["**", { StringLike: { [namespace]: "**" } }],
    ["a name, or anything", { StringLike: { [namespace]: ["echo", "*"] } }],
    [
      "a set operator, which holds without the tag",
      { "ForAllValues:StringEquals": { [namespace]: "echo" } },
    ],
    ["IfExists", { StringEqualsIfExists: { [namespace]: "echo" } }],
    ["that a tag is there", { Null: { [namespace]: "false" } }],
    ["all but one", { StringNotEquals: { [namespace]: "echo" } }],
    [
      "all but the example",
      { StringNotLike: { [namespace]: "any-namespace-8f3a1c" } },
    ],
    [
      "the tag's own value",
      { StringEquals: { [namespace]: `\${${namespace}}` } },
    ],
    ["an organization", { StringEquals: { "aws:SourceOrgId": "o-1" } }],
    ["what can't be judged", { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }],
    [
      "the pod's name, which anybody chooses",
      { StringLike: { "aws:RequestTag/kubernetes-pod-name": "echo-*" } },
    ],
  ])("tells of a role that asks for %s", async (_, condition) => {
    expect(
      await findings("pod-identity-unpinned", podTrust(condition)),
    ).toEqual(unpinned);
  });

  it("tells of a second statement", async () => {
    const trust = together(podTrust(pinned), podTrust(undefined, ["sts:*"]));

    expect(await findings("pod-identity-unpinned", trust)).toEqual(unpinned);
  });

  it.each<readonly [string, unknown]>([
    ["a cluster's ARN", { StringEquals: { "aws:SourceArn": cluster } }],
    ["a cluster's ARN by ArnLike", { ArnLike: { "aws:SourceArn": cluster } }],
    [
      "a cluster in any region",
      {
        ArnEquals: {
          "aws:SourceArn": `arn:aws:eks:*:${account}:cluster/prod-*`,
        },
      },
    ],
    [
      "a cluster's name at the end",
      {
        StringLike: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:*/prod-us",
        },
      },
    ],
    [
      "a cluster's name",
      { StringEquals: { "aws:RequestTag/eks-cluster-name": "prod-us" } },
    ],
    [
      "a cluster's ARN that isn't known yet",
      {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "${aws_eks_cluster.this.arn}",
        },
      },
    ],
    ["a namespace", { StringEquals: { [namespace]: "echo" } }],
    ["a pattern of namespaces", { StringLike: { [namespace]: "team-*" } }],
    [
      "a service account beside what can't be judged",
      {
        StringEquals: {
          "aws:RequestTag/kubernetes-service-account": "aws-sa",
          "aws:SourceOrgId": "o-1",
        },
      },
    ],
  ])("is silent about a role that asks for %s", async (_, condition) => {
    expect(
      await findings("pod-identity-unpinned", podTrust(condition)),
    ).toEqual([]);
  });

  it("is silent about a statement that only tags sessions", async () => {
    const trust = together(
      podTrust(pinned, ["sts:AssumeRole"]),
      podTrust(undefined, ["sts:TagSession"]),
    );

    expect(await findings("pod-identity-unpinned", trust)).toEqual([]);
  });
});

describe("trust-other-principal of a role that is made now", () => {
  const trust = irsaTrust(
    "",
    {},
    {
      Principal: { AWS: `arn:aws:iam::${account}:role/ci` },
      Action: "sts:AssumeRole",
    },
  );
  const made = {
    address: "aws_iam_role.echo",
    after: { ...roleFields("echo", trust), arn: undefined },
    unknown: { arn: true },
  };
  it.each<readonly [string, readonly string[] | undefined, string]>([
    [
      "its provider accepts that account only",
      [account],
      `medium: echo lets arn:aws:iam::${account}:role/ci of its own account in`,
    ],
    [
      "its provider accepts another account only",
      ["999999999999"],
      `high: echo lets another account's principal in: arn:aws:iam::${account}:role/ci`,
    ],
    [
      "its provider accepts several accounts",
      [account, "999999999999"],
      `high: echo lets a principal in that may be another account's: arn:aws:iam::${account}:role/ci`,
    ],
    [
      "its account isn't known",
      undefined,
      `high: echo lets a principal in that may be another account's: arn:aws:iam::${account}:role/ci`,
    ],
  ])("%s", async (_, accounts, flag) => {
    const review = await reviewOf(
      [made],
      accounts && accepting(accounts, made.address),
    );
    expect(found(review, "trust-other-principal")).toEqual([flag]);
  });
});
