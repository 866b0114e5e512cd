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
