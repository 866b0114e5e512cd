import { found, other } from "./support/flag-plans";
import {
  host,
  irsaTrust,
  providerArn,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

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

describe("an OIDC provider that is replaced by one of another issuer", () => {
  const address = "aws_iam_openid_connect_provider.x";
  const evil = "evil.example.com";
  const likeEks = `oidc.eks.us-east-1.amazonaws.com.evil.com/id/${"B".repeat(32)}`;
  const replaced = (issuer: string, earlier = host): PlannedResource => ({
    address,
    before: { ...provider, url: earlier, arn: arnOf(earlier) },
    after: { ...provider, url: issuer, arn: arnOf(issuer) },
    actions: ["delete", "create"],
  });
  const arnOf = (issuer: string): string => providerArn.replace(host, issuer);
  const role: PlannedResource = {
    address: "aws_iam_role.echo",
    before: roleFields("echo", irsaTrust()),
    after: roleFields("echo", irsaTrust()),
  };

  it.each([evil, likeEks])("is high where that is %s", async (issuer) => {
    const review = await reviewOf([replaced(issuer)]);

    expect(found(review, "oidc-provider-changes")).toEqual([
      `high: ${address} makes IAM take tokens of ${issuer}, an issuer that is no EKS cluster's, in place of ${host}`,
    ]);
    expect(found(review, "oidc-provider-goes")).toEqual([
      `medium: the OIDC provider of ${host} is replaced by one of ${issuer}; no service account of this plan has a role by the earlier one then`,
    ]);
  });

  it("is high where both are no cluster's", async () => {
    expect(
      found(
        await reviewOf([replaced(evil, "idp.example")]),
        "oidc-provider-changes",
      ),
    ).toEqual([
      `high: ${address} makes IAM take tokens of ${evil}, an issuer that is no EKS cluster's, in place of idp.example`,
    ]);
  });

  it("is high where its issuer is known after apply and isn't made from a cluster", async () => {
    const review = await reviewOf([
      {
        ...replaced(host),
        after: { client_id_list: [] },
        unknown: { url: true, arn: true },
        expressions: { url: { references: ["var.issuer"] } },
      },
    ]);

    expect(found(review, "oidc-provider-changes")).toEqual([
      `high: ${address} makes IAM take tokens of an issuer that isn't known yet, and isn't made from a cluster, in place of ${host}`,
    ]);
  });

  it("names another cluster's issuer, and who has a role by the earlier one", async () => {
    const review = await reviewOf([replaced(other), role]);

    expect(found(review, "oidc-provider-changes")).toEqual([]);
    expect(found(review, "oidc-provider-goes")).toEqual([
      `high: the OIDC provider of ${host} is replaced by one of ${other}: tokens of ${host} give no credentials to echo/aws-sa`,
    ]);
  });

  it("names a cluster's issuer that isn't known yet", async () => {
    const review = await reviewOf([
      {
        ...replaced(host),
        after: { client_id_list: [] },
        unknown: { url: true, arn: true },
        expressions: {
          url: {
            references: [
              "aws_eks_cluster.x.identity[0].oidc[0].issuer",
              "aws_eks_cluster.x.identity[0].oidc[0]",
              "aws_eks_cluster.x.identity[0].oidc",
              "aws_eks_cluster.x.identity[0]",
              "aws_eks_cluster.x.identity",
              "aws_eks_cluster.x",
            ],
          },
        },
      },
    ]);

    expect(found(review, "oidc-provider-changes")).toEqual([]);
    expect(found(review, "oidc-provider-goes")).toEqual([
      `medium: the OIDC provider of ${host} is replaced by one of an issuer that isn't known yet; no service account of this plan has a role by the earlier one then`,
    ]);
  });

  it("says nothing of another issuer where the same one returns", async () => {
    const review = await reviewOf([replaced(host), role]);

    expect(found(review, "oidc-provider-changes")).toEqual([]);
    expect(found(review, "oidc-provider-goes")).toEqual([
      `high: the OIDC provider of ${host} is replaced: its tokens give no credentials meanwhile to echo/aws-sa`,
    ]);
  });
});
