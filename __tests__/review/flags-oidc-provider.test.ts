import { host, providerArn, reviewOf } from "./support/plan";

const provider = {
  url: host,
  arn: providerArn,
  client_id_list: ["sts.amazonaws.com"],
  thumbprint_list: ["a".repeat(40)],
};

/** Severity and message of each finding on an OIDC provider that changes so. */
async function foundIn(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>>,
  unknown: Readonly<Record<string, unknown>> = {},
  expressions: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> {
  const { flags } = await reviewOf([
    {
      address: "aws_iam_openid_connect_provider.x",
      ...(before && { before }),
      after,
      unknown,
      expressions,
    },
  ]);
  return flags
    .filter(({ id }) => id === "oidc-provider-changes")
    .map(({ severity, message }) => `${severity} ${message}`);
}

describe("an OIDC provider that changes", () => {
  it("is flagged where it takes more audiences", async () => {
    expect(
      await foundIn(provider, {
        ...provider,
        client_id_list: ["sts.amazonaws.com", "vault"],
      }),
    ).toEqual([
      "medium aws_iam_openid_connect_provider.x takes tokens for more audiences: vault",
    ]);
  });

  it("is flagged where its audiences are known after apply", async () => {
    expect(
      await foundIn(
        provider,
        { ...provider, client_id_list: undefined },
        { client_id_list: true },
        { client_id_list: { references: ["aws_x.y.z"] } },
      ),
    ).toEqual([
      "medium aws_iam_openid_connect_provider.x takes tokens for more audiences: (known after apply)",
    ]);
  });

  it("isn't flagged where IAM finds its certificates out for itself", async () => {
    expect(
      await foundIn(
        provider,
        { ...provider, thumbprint_list: undefined },
        { thumbprint_list: true },
      ),
    ).toEqual([]);
  });

  it("is flagged low where it believes other certificates", async () => {
    expect(
      await foundIn(provider, {
        ...provider,
        thumbprint_list: ["b".repeat(40)],
      }),
    ).toEqual([
      `low aws_iam_openid_connect_provider.x believes servers with other certificates: ${"b".repeat(40)}`,
    ]);
  });

  it("is flagged where it is made for an issuer that is no cluster's", async () => {
    expect(
      await foundIn(undefined, { ...provider, url: "https://idp.example" }),
    ).toEqual([
      "medium aws_iam_openid_connect_provider.x makes IAM take tokens of idp.example, an issuer that is no EKS cluster's",
    ]);
  });

  it.each([
    host,
    `https://${host}`,
    "https://oidc-eks.eu-west-1.api.aws/id/0123456789ABCDEF0123456789ABCDEF",
    "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF",
  ])("isn't where it is made for %s", async (url) => {
    expect(await foundIn(undefined, { ...provider, url })).toEqual([]);
  });

  it("isn't where it takes fewer audiences", async () => {
    expect(
      await foundIn(provider, { ...provider, client_id_list: [] }),
    ).toEqual([]);
  });
});
