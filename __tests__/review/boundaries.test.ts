import { found } from "./support/flag-plans";
import {
  account,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const label = `arn:aws:iam::${account}:role/echo`;
const boundary = `arn:aws:iam::${account}:policy/boundary`;
const narrow = policyText(["s3:GetObject"], ["*"]);

function policy(name: string, text = narrow): PlannedResource {
  return {
    address: `aws_iam_policy.${name}`,
    after: { name: "b", path: "/", policy: text },
    unknown: { arn: true },
  };
}

/** A role whose boundary becomes what is known after apply. */
function becoming(...references: readonly string[]): PlannedResource {
  return {
    address: "aws_iam_role.echo",
    before: roleFields("echo", irsaTrust(), { permissions_boundary: boundary }),
    after: roleFields("echo", irsaTrust(), { permissions_boundary: null }),
    unknown: { permissions_boundary: true },
    expressions: { permissions_boundary: { references } },
  };
}

async function said(
  ...resources: readonly PlannedResource[]
): Promise<readonly string[]> {
  return found(await reviewOf(resources), "boundary-removed").map((text) =>
    text.replaceAll(`${label} `, ""),
  );
}

describe("a boundary that isn't known yet", () => {
  it.each([
    [
      "something else's output",
      ["terraform_data.b.output", "terraform_data.b"],
    ],
    ["a local value", ["local.b"]],
    ["a policy's name", ["aws_iam_policy.b.name", "aws_iam_policy.b"]],
    ["a policy's attribute that doesn't show", ["aws_iam_policy.b"]],
    [
      "a policy's ARN or something else",
      ["aws_iam_policy.b.arn", "aws_iam_policy.b", "local.b"],
    ],
  ])("may be none where it is %s", async (_, references) => {
    expect(await said(becoming(...references), policy("b"))).toEqual([
      expect.stringMatching(
        /^high: may lose its permissions boundary .*: \$\{.*\} isn't known to be one$/,
      ),
    ]);
  });

  it("is another one where it is a policy's ARN", async () => {
    expect(
      await said(
        becoming("aws_iam_policy.b.arn", "aws_iam_policy.b"),
        policy("b"),
      ),
    ).toEqual([
      `medium: gets another permissions boundary: ${boundary} becomes \${aws_iam_policy.b.arn}`,
    ]);
  });

  it("is high where one of the policies that it may be allows everything", async () => {
    expect(
      await said(
        becoming("aws_iam_policy.b.arn", "aws_iam_policy.c.arn"),
        policy("b"),
        policy("c", policyText(["*"], ["*"])),
      ),
    ).toEqual([expect.stringMatching(/^high: gets another/)]);
  });
});

describe("a boundary that is sensitive", () => {
  function sensitive(
    before: Fields,
    after: Fields,
    marks: Readonly<{ before?: Fields; after?: Fields }> = {},
  ): Fields {
    return {
      resource_changes: [
        {
          address: "aws_iam_role.echo",
          mode: "managed",
          type: "aws_iam_role",
          name: "echo",
          change: {
            actions: [before === after ? "no-op" : "update"],
            before,
            after,
            after_unknown: {},
            before_sensitive: marks.before ?? {},
            after_sensitive: marks.after ?? {},
          },
        },
      ],
    };
  }
  const isSensitive = { permissions_boundary: true };
  const having = (permissions_boundary: string): Fields =>
    roleFields("echo", irsaTrust(), { permissions_boundary });

  it.each<readonly [string, Fields]>([
    [
      "takes another one's place",
      sensitive(having(boundary), having(""), { after: isSensitive }),
    ],
    [
      "takes the place of a sensitive one",
      sensitive(having(boundary), having(""), {
        before: isSensitive,
        after: isSensitive,
      }),
    ],
  ])("may be none where it %s", async (_, plan) => {
    expect(found(await reviewOf([], plan), "boundary-removed")).toEqual([
      expect.stringMatching(
        /^high: .* may lose its permissions boundary .* isn't known to be one$/,
      ),
    ]);
  });

  it("stays where the role doesn't change", async () => {
    const role = having(boundary);
    const review = await reviewOf(
      [],
      sensitive(role, role, { before: isSensitive, after: isSensitive }),
    );

    expect(review.changes).toEqual([]);
  });
});
