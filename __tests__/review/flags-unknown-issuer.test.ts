import type { Review } from "../../modules/review";
import { reviewOf } from "./support/plan";

const document = "data.aws_iam_policy_document.trust";
const provider = "aws_iam_openid_connect_provider.x";

/** The review of a new role that trusts a federated principal that isn't known yet. */
function reviewOfIssuer(
  principal: string | undefined,
  url: readonly string[] = ["local.url"],
  key = "${aws_iam_openid_connect_provider.x.url}:sub",
): Promise<Review> {
  return reviewOf([
    {
      address: document,
      actions: ["read"],
      after: {
        statement: [
          {
            actions: ["sts:AssumeRoleWithWebIdentity"],
            principals: [{ type: "Federated", identifiers: [null] }],
            condition: [
              {
                test: "StringEquals",
                variable: key,
                values: ["repo:mallory/x:ref:refs/heads/main"],
              },
            ],
          },
        ],
      },
      unknown: {
        json: true,
        statement: [{ principals: [{ identifiers: [true] }] }],
      },
      expressions: {
        statement: [
          {
            principals: [
              principal === undefined
                ? {}
                : { identifiers: { references: [principal] } },
            ],
          },
        ],
      },
    },
    {
      address: "aws_iam_role.echo",
      after: { name: "echo", path: "/" },
      unknown: { arn: true, assume_role_policy: true },
      expressions: {
        assume_role_policy: { references: [`${document}.json`, document] },
      },
    },
    {
      address: provider,
      after: { client_id_list: ["sts.amazonaws.com"] },
      unknown: { arn: true, url: true },
      expressions: { url: { references: url } },
    },
  ]);
}

/** Rule and severity of what is said of issuers. */
function saidBy({ flags, changes }: Review): readonly string[] {
  return [...flags, ...changes.flatMap((change) => change.flags)]
    .filter(({ id }) =>
      ["trust-unknown-issuer", "oidc-provider-changes"].includes(id),
    )
    .map(({ id, severity }) => `${severity} ${id}`)
    .sort();
}

const cluster = ["aws_eks_cluster.this[0].identity[0].oidc[0].issuer"];

describe("an issuer that isn't known yet", () => {
  it("is flagged where nothing says what it is", async () => {
    expect(
      saidBy(await reviewOfIssuer("terraform_data.x.output", cluster)),
    ).toEqual(["high trust-unknown-issuer"]);
  });

  it("is flagged where its provider's URL is made from something else", async () => {
    expect(saidBy(await reviewOfIssuer(`${provider}.arn`))).toEqual([
      "high trust-unknown-issuer",
      "medium oidc-provider-changes",
    ]);
  });

  it("is flagged lower in a dynamic block where all providers are clusters'", async () => {
    expect(saidBy(await reviewOfIssuer(undefined, cluster))).toEqual([
      "medium trust-unknown-issuer",
    ]);
    expect(saidBy(await reviewOfIssuer(undefined))).toContain(
      "high trust-unknown-issuer",
    );
  });

  it("is flagged high in a dynamic block whose conditions are on another issuer's claims", async () => {
    expect(
      saidBy(
        await reviewOfIssuer(
          undefined,
          cluster,
          "token.actions.githubusercontent.com:sub",
        ),
      ),
    ).toEqual(["high trust-unknown-issuer"]);
  });

  it.each([
    "terraform_data.aws_eks_cluster.output",
    "aws_eks_cluster.x.tags",
    "data.external.aws_eks_cluster.result",
  ])("is flagged where its provider's URL is %s", async (url) => {
    expect(saidBy(await reviewOfIssuer(`${provider}.arn`, [url]))).toEqual([
      "high trust-unknown-issuer",
      "medium oidc-provider-changes",
    ]);
  });

  it.each([
    "data.aws_eks_cluster.x.identity[0].oidc[0].issuer",
    "aws_eks_cluster.x",
  ])("is none where its provider's URL is %s", async (url) => {
    expect(saidBy(await reviewOfIssuer(`${provider}.arn`, [url]))).toEqual([]);
  });

  it("is none where it is a cluster's that is made now", async () => {
    expect(saidBy(await reviewOfIssuer(`${provider}.arn`, cluster))).toEqual(
      [],
    );
  });
});
