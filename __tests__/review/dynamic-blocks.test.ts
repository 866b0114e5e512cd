import {
  flagIds,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
} from "./support/plan";

// The configuration of a plan doesn't say that a block is there that is `dynamic`.
describe("inline policies by dynamic blocks", () => {
  const everything = policyText(["*"], ["*"]);
  const inline = [{ name: "p", policy: everything }];
  const role = roleFields("echo", irsaTrust());

  it.each([
    ["a role that is made", undefined],
    ["a role that is changed", { ...role, inline_policy: [] }],
    [
      "a role that had others by hand",
      {
        ...role,
        inline_policy: [{ name: "q", policy: policyText(["a:b"], ["*"]) }],
      },
    ],
  ])("are read of %s", async (_, before) => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        ...(before && { before }),
        after: { ...role, inline_policy: inline },
        unknown: { inline_policy: [{}] },
      },
    ]);

    expect(review.changes[0]?.added.map(({ action }) => action)).toEqual(["*"]);
    expect(flagIds(review)).toContain("full-access");
  });

  it("can't be reviewed where the role is changed and they are known after apply", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: { ...role, inline_policy: [] },
        after: role,
        unknown: { inline_policy: true },
      },
    ]);

    expect(review.notReviewable).toMatchObject([
      {
        address: "aws_iam_role.echo",
        message: expect.stringContaining("inline_policy isn't known") as string,
      },
    ]);
  });

  it("are none of a role that is made without any, whose value is known after apply too", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        after: role,
        unknown: { inline_policy: true, managed_policy_arns: true, arn: true },
      },
    ]);

    expect(review.notReviewable).toEqual([]);
  });
});

// In the shape of a plan of Terraform 1.11.
describe("a statement by a dynamic block", () => {
  const statement = (action: string): object => ({
    actions: [action],
    resources: [null],
  });
  const block = (...references: readonly string[]): object => ({
    resources: { references },
  });

  it.each([
    ["is none of the literal one's", [block("aws_iam_role.x.arn")], 1],
    [
      "isn't there where each has its own",
      [block("aws_iam_role.x.arn"), block("terraform_data.t.output")],
      0,
    ],
    [
      "isn't there where each has its own, in that order",
      [block("terraform_data.t.output"), block("aws_iam_role.x.arn")],
      1,
    ],
  ])("%s", async (_, blocks, high) => {
    const role = roleFields("echo", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      {
        address: "aws_iam_role_policy.echo",
        after: { name: "p", role: "echo" },
        unknown: { policy: true },
        expressions: {
          policy: { references: ["data.aws_iam_policy_document.p.json"] },
        },
      },
      {
        address: "data.aws_iam_policy_document.p",
        actions: ["read"],
        after: {
          statement: [statement("iam:PassRole"), statement("sqs:SendMessage")],
        },
        unknown: {
          json: true,
          statement: [{ resources: [true] }, { resources: [true] }],
        },
        expressions: { statement: blocks },
      },
    ]);

    expect(
      review.changes[0]?.flags.filter(({ severity }) => severity === "high"),
    ).toHaveLength(high);
  });
});
