import {
  irsaTrustPolicy,
  issuerHostOf,
  oidcProviderArn,
  type IrsaTrustPolicyProps,
  type TrustedServiceAccount,
} from "../../modules/trust-policy";

const host = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";

function props(
  overrides: Partial<IrsaTrustPolicyProps> = {},
): IrsaTrustPolicyProps {
  return {
    partition: "aws",
    account: "111122223333",
    issuer: `https://${host}`,
    serviceAccounts: [{ namespace: "echo", name: "aws-sa" }],
    ...overrides,
  };
}

function documentOf(
  ...conditions: readonly object[]
): Readonly<Record<string, unknown>> {
  return {
    Version: "2012-10-17",
    Statement: conditions.map((condition) => ({
      Effect: "Allow",
      Principal: {
        Federated: `arn:aws:iam::111122223333:oidc-provider/${host}`,
      },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: condition,
    })),
  };
}

describe("irsaTrustPolicy", () => {
  it("trusts one service account by exact subject and audience", () => {
    expect(irsaTrustPolicy(props())).toEqual(
      documentOf({
        StringEquals: {
          [`${host}:aud`]: "sts.amazonaws.com",
          [`${host}:sub`]: "system:serviceaccount:echo:aws-sa",
        },
      }),
    );
  });

  it("trusts a list by its subjects, sorted, in one statement", () => {
    const serviceAccounts = [
      { namespace: "jobs", name: "b" },
      { namespace: "echo", name: "a" },
    ];
    expect(irsaTrustPolicy(props({ serviceAccounts }))).toEqual(
      documentOf({
        StringEquals: {
          [`${host}:aud`]: "sts.amazonaws.com",
          [`${host}:sub`]: [
            "system:serviceaccount:echo:a",
            "system:serviceaccount:jobs:b",
          ],
        },
      }),
    );
  });

  it("compares a pattern by StringLike, and the audience still by StringEquals", () => {
    const serviceAccounts = [{ namespace: "jobs", namePattern: "reader-*" }];
    expect(irsaTrustPolicy(props({ serviceAccounts }))).toEqual(
      documentOf({
        StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
        StringLike: {
          [`${host}:sub`]: "system:serviceaccount:jobs:reader-*",
        },
      }),
    );
  });

  it("keeps names and patterns in statements of their own", () => {
    const serviceAccounts = [
      { namespace: "jobs", namePattern: "reader-?" },
      { namespace: "echo", name: "aws-sa" },
      { namespace: "batch", namePattern: "*-reader" },
    ];
    expect(irsaTrustPolicy(props({ serviceAccounts }))).toEqual(
      documentOf(
        {
          StringEquals: {
            [`${host}:aud`]: "sts.amazonaws.com",
            [`${host}:sub`]: "system:serviceaccount:echo:aws-sa",
          },
        },
        {
          StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
          StringLike: {
            [`${host}:sub`]: [
              "system:serviceaccount:batch:*-reader",
              "system:serviceaccount:jobs:reader-?",
            ],
          },
        },
      ),
    );
  });

  it("asks for a custom audience in every statement", () => {
    const serviceAccounts = [
      { namespace: "echo", name: "aws-sa" },
      { namespace: "echo", namePattern: "job-*" },
    ];
    expect(
      irsaTrustPolicy(
        props({ serviceAccounts, audience: "https://vault.example.com" }),
      ),
    ).toEqual(
      documentOf(
        {
          StringEquals: {
            [`${host}:aud`]: "https://vault.example.com",
            [`${host}:sub`]: "system:serviceaccount:echo:aws-sa",
          },
        },
        {
          StringEquals: { [`${host}:aud`]: "https://vault.example.com" },
          StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:job-*" },
        },
      ),
    );
  });

  it.each([
    ["aws-cn", "oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC"],
    ["aws-us-gov", "oidc.eks.us-gov-west-1.amazonaws.com/id/ABC"],
  ])("names the provider of partition %s", (partition, regionHost) => {
    expect(
      irsaTrustPolicy(props({ partition, issuer: `https://${regionHost}` })),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: `arn:${partition}:iam::111122223333:oidc-provider/${regionHost}`,
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${regionHost}:aud`]: "sts.amazonaws.com",
              [`${regionHost}:sub`]: "system:serviceaccount:echo:aws-sa",
            },
          },
        },
      ],
    });
  });

  it("gives one document for one set of service accounts, in any order", () => {
    const serviceAccounts: readonly TrustedServiceAccount[] = [
      { namespace: "b", name: "a" },
      { namespace: "a", name: "b" },
      { namespace: "a", namePattern: "c-*" },
      { namespace: "c", namePattern: "a-*" },
    ];
    expect(
      irsaTrustPolicy(props({ serviceAccounts: serviceAccounts.toReversed() })),
    ).toEqual(irsaTrustPolicy(props({ serviceAccounts })));
  });

  it("leaves what it is given as it is", () => {
    const serviceAccounts = Object.freeze([
      Object.freeze({ namespace: "b", name: "a" }),
      Object.freeze({ namespace: "a", name: "b" }),
    ]);
    irsaTrustPolicy(props({ serviceAccounts }));
    expect(serviceAccounts.map(({ namespace }) => namespace)).toEqual([
      "b",
      "a",
    ]);
  });

  it("refuses an empty list", () => {
    expect(() => irsaTrustPolicy(props({ serviceAccounts: [] }))).toThrow(
      "a trust policy needs at least one service account",
    );
  });

  it.each(["*", "e*", "", "Echo", "echo/x", "a".repeat(64), "echo:x", "-a"])(
    "refuses %j as a namespace",
    (namespace) => {
      const serviceAccounts = [{ namespace, name: "aws-sa" }];
      expect(() => irsaTrustPolicy(props({ serviceAccounts }))).toThrow(
        `not a Kubernetes namespace: ${JSON.stringify(namespace)}`,
      );
    },
  );

  it.each([
    "*",
    "aws-*",
    "",
    "AWS",
    "a:b",
    ".a",
    "a..b",
    "${aws:x}",
    "a".repeat(254),
  ])("refuses %j as a name", (name) => {
    const serviceAccounts = [{ namespace: "echo", name }];
    expect(() => irsaTrustPolicy(props({ serviceAccounts }))).toThrow(
      `not a service account's name: ${JSON.stringify(name)}; a pattern goes into namePattern`,
    );
  });

  it.each(["*", "**", "?", "-*", ".*", "reader", "", "a*:b", "A*", "${x}*"])(
    "refuses %j as a pattern",
    (namePattern) => {
      const serviceAccounts = [{ namespace: "echo", namePattern }];
      expect(() => irsaTrustPolicy(props({ serviceAccounts }))).toThrow(
        `not a pattern for service accounts' names: ${JSON.stringify(namePattern)}; it needs a wildcard and a letter or digit`,
      );
    },
  );

  it.each([
    `http://${host}`,
    host,
    "https://oidc.example.com:8443/id",
    "https://oidc.example.com/id/",
    "https://oidc.example.com/id?x=1",
    "https://oidc.example.com/id#x",
    "https://user@oidc.example.com",
    "https://OIDC.example.com/id",
    "https://",
    `https://oidc.example.com/${"a".repeat(231)}`,
  ])("refuses %s as an issuer", (issuer) => {
    expect(() => irsaTrustPolicy(props({ issuer }))).toThrow(
      `not an OIDC issuer: ${JSON.stringify(issuer)}; write https://, a host and a path, at most 255 characters`,
    );
  });
});

describe("issuerHostOf", () => {
  it.each([
    [`https://${host}`, host],
    ["https://oidc.example.com", "oidc.example.com"],
    [
      "https://s3.us-west-2.amazonaws.com/bucket/a_b~c",
      "s3.us-west-2.amazonaws.com/bucket/a_b~c",
    ],
  ])("takes the scheme off %s", (issuer, expected) => {
    expect(issuerHostOf(issuer)).toBe(expected);
  });
});

describe("oidcProviderArn", () => {
  it("names the provider by the issuer host", () => {
    expect(
      oidcProviderArn({
        partition: "aws-cn",
        account: "111122223333",
        issuer: "https://oidc.example.com/a",
      }),
    ).toBe("arn:aws-cn:iam::111122223333:oidc-provider/oidc.example.com/a");
  });
});
