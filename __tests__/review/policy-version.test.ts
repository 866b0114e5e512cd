import { irsaTrust, reviewOf, roleFields } from "./support/plan";

const role = roleFields("echo", irsaTrust());
const resource = "arn:aws:s3:::a/${aws:PrincipalTag/team}/*";

function policy(version: string | undefined, text = resource): string {
  return JSON.stringify({
    ...(version !== undefined && { Version: version }),
    Statement: [{ Effect: "Deny", Action: "s3:GetObject", Resource: text }],
  });
}

describe("a policy's version", () => {
  it.each([
    ["2012-10-17", "2008-10-17"],
    ["2012-10-17", undefined],
  ])("that becomes %s to %s takes variables for text", async (from, to) => {
    const fields = { name: "p", role: "echo" };
    const { changes } = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      {
        address: "aws_iam_role_policy.x",
        before: { ...fields, policy: policy(from) },
        after: { ...fields, policy: policy(to) },
      },
    ]);

    expect(
      changes.flatMap(({ removed }) => removed.map((grant) => grant.resource)),
    ).toEqual([resource]);
    expect(
      changes.flatMap(({ added }) => added.map((grant) => grant.resource)),
    ).toEqual(["arn:aws:s3:::a/${$}{aws:PrincipalTag/team}/*"]);
  });

  it("makes no difference without variables", async () => {
    const fields = { name: "p", role: "echo" };
    const { changes } = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      {
        address: "aws_iam_role_policy.x",
        before: { ...fields, policy: policy("2012-10-17", "*") },
        after: { ...fields, policy: policy("2008-10-17", "*") },
      },
    ]);

    expect(changes).toEqual([]);
  });

  it("of a trust policy is told where it has variables", async () => {
    const trust = (version: string): string =>
      JSON.stringify({
        ...(irsaTrust(undefined, {
          StringEquals: { "aws:PrincipalTag/a": "${aws:PrincipalTag/b}" },
        }) as object),
        Version: version,
      });
    const { changes } = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: { ...role, assume_role_policy: trust("2012-10-17") },
        after: { ...role, assume_role_policy: trust("2008-10-17") },
      },
    ]);

    expect(changes).toHaveLength(1);
  });
});
