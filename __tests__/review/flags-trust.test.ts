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
      `medium: ${label} lets tokens of ${github} in, an issuer that isn't this stack's`,
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
