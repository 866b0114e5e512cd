import type { Review } from "../../modules/review";
import {
  account,
  flagIds,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const everything = policyText(["*"], ["*"]);
const narrow = policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]);
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const policyArn = `arn:aws:iam::${account}:policy/p`;

function policyFields(policy: string): Readonly<Record<string, unknown>> {
  return { name: "p", path: "/", arn: policyArn, policy };
}

const widened: PlannedResource = {
  address: "aws_iam_policy.p",
  before: policyFields(narrow),
  after: policyFields(everything),
};

function rowsOf({ changes }: Review): readonly string[] {
  return changes.map(({ kind, before, after, added, removed }) =>
    [
      kind,
      (after ?? before)?.kind ?? "role",
      (after ?? before)?.role,
      ...added.map(({ action }) => `+${action}`),
      ...removed.map(({ action }) => `-${action}`),
    ].join(" "),
  );
}

const user = {
  name: "ann",
  path: "/",
  arn: `arn:aws:iam::${account}:user/ann`,
  permissions_boundary: null,
};

describe("a policy that is on nothing of the plan", () => {
  it("has a row of its own where it is widened", async () => {
    const review = await reviewOf([widened]);

    expect(rowsOf(review)).toEqual([`changes policy ${policyArn} +*`]);
    expect(flagIds(review)).toContain("full-access");
  });

  it("has a row where it is a role's boundary", async () => {
    const role = roleFields("echo", irsaTrust(), {
      permissions_boundary: policyArn,
    });
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      widened,
    ]);

    expect(rowsOf(review)).toEqual([`changes policy ${policyArn} +*`]);
  });

  it("can't be reviewed where its text isn't known", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_policy.p",
        before: policyFields(narrow),
        after: { name: "p", path: "/", arn: policyArn },
        unknown: { policy: true },
        expressions: { policy: { references: ["local.p"] } },
      },
    ]);

    expect(review.notReviewable).toMatchObject([
      { address: "aws_iam_policy.p" },
    ]);
  });

  it("is no row of its own where a role has it", async () => {
    const role = roleFields("echo", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      widened,
      {
        address: "aws_iam_role_policy_attachment.x",
        before: { role: "echo", policy_arn: policyArn },
        after: { role: "echo", policy_arn: policyArn },
      },
    ]);

    expect(rowsOf(review)).toEqual([
      `changes role arn:aws:iam::${account}:role/echo +*`,
    ]);
  });

  it("has a row where a role loses it and it is widened", async () => {
    const role = roleFields("echo", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      widened,
      {
        address: "aws_iam_role_policy_attachment.x",
        before: { role: "echo", policy_arn: policyArn },
      },
    ]);

    expect(rowsOf(review)).toEqual(
      [
        `changes role arn:aws:iam::${account}:role/echo -s3:GetObject`,
        `changes policy ${policyArn} +*`,
      ].sort(),
    );
  });

  it("has a row where it is a boundary and on a role that may do everything too", async () => {
    const full = roleFields("full", irsaTrust("system:serviceaccount:a:b"));
    const bound = roleFields("echo", irsaTrust(), {
      permissions_boundary: policyArn,
    });
    const attachment = { role: "full", policy_arn: policyArn };
    const all = { name: "all", role: "full", policy: everything };
    const review = await reviewOf([
      { address: "aws_iam_role.full", before: full, after: full },
      { address: "aws_iam_role.echo", before: bound, after: bound },
      { address: "aws_iam_role_policy.all", before: all, after: all },
      {
        address: "aws_iam_role_policy_attachment.x",
        before: attachment,
        after: attachment,
      },
      widened,
    ]);

    expect(rowsOf(review)).toContain(`changes policy ${policyArn} +*`);
    expect(flagIds(review)).toContain("full-access");
  });

  it("has no row where it goes with what it was on", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: roleFields("echo", irsaTrust()),
      },
      { address: "aws_iam_policy.p", before: policyFields(narrow) },
      {
        address: "aws_iam_role_policy_attachment.x",
        before: { role: "echo", policy_arn: policyArn },
      },
    ]);

    expect(rowsOf(review)).toEqual([
      `loses role arn:aws:iam::${account}:role/echo -s3:GetObject`,
    ]);
  });

  it("isn't taken for AWS's of the same name", async () => {
    const role = roleFields("echo", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      {
        address: "aws_iam_policy.p",
        after: { name: "AdministratorAccess", path: "/", policy: narrow },
        unknown: { arn: true },
      },
      {
        address: "aws_iam_role_policy_attachment.x",
        after: { role: "echo", policy_arn: administrator },
      },
    ]);

    expect(flagIds(review)).toContain("dangerous-managed-policy");
  });

  it("may be one of several of its name, which are all shown", async () => {
    const role = roleFields("echo", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, after: role },
      ...[everything, narrow].map((policy, index) => ({
        address: `aws_iam_policy.p${index}`,
        after: { name: "p", path: "/", policy },
        unknown: { arn: true },
      })),
      {
        address: "aws_iam_role_policy_attachment.x",
        after: { role: "echo", policy_arn: policyArn },
      },
    ]);

    expect(review.changes[0]?.added.map(({ action }) => action)).toEqual([
      "*",
      "s3:GetObject",
    ]);
    expect(review.changes[0]?.unknown).toContain(
      "which of the policies called /p",
    );
  });
});

describe("a user or a group", () => {
  it.each<[string, readonly PlannedResource[], string]>([
    [
      "a user's inline policy",
      [
        { address: "aws_iam_user.ann", before: user, after: user },
        {
          address: "aws_iam_user_policy.x",
          after: { name: "p", user: "ann", policy: everything },
        },
      ],
      `changes user ${user.arn} +*`,
    ],
    [
      "the inline policy of a user of another state",
      [
        {
          address: "aws_iam_user_policy.x",
          after: { name: "p", user: "bob", policy: everything },
        },
      ],
      "gains user bob +*",
    ],
    [
      "a user's attachment",
      [
        { address: "aws_iam_user.ann", before: user, after: user },
        {
          address: "aws_iam_user_policy_attachment.x",
          after: { user: "ann", policy_arn: administrator },
        },
      ],
      `changes user ${user.arn}`,
    ],
    [
      "a group's inline policy",
      [
        {
          address: "aws_iam_group_policy.x",
          after: { name: "p", group: "admins", policy: everything },
        },
      ],
      "gains group admins +*",
    ],
    [
      "a group's attachment",
      [
        {
          address: "aws_iam_group_policy_attachment.x",
          after: { group: "admins", policy_arn: administrator },
        },
      ],
      "gains group admins",
    ],
    [
      "an attachment for all",
      [
        {
          address: "aws_iam_policy_attachment.x",
          after: {
            users: ["bob"],
            groups: ["admins"],
            roles: [],
            policy_arn: administrator,
          },
        },
      ],
      "gains group admins",
    ],
    [
      "a user's exclusive attachments",
      [
        { address: "aws_iam_user.ann", before: user, after: user },
        {
          address: "aws_iam_user_policy_attachments_exclusive.x",
          after: { user_name: "ann", policy_arns: [administrator] },
        },
      ],
      `changes user ${user.arn}`,
    ],
    [
      "a group's exclusive attachments",
      [
        {
          address: "aws_iam_group_policy_attachments_exclusive.x",
          after: { group_name: "admins", policy_arns: [administrator] },
        },
      ],
      "gains group admins",
    ],
  ])("has a row by %s", async (_, resources, row) => {
    const review = await reviewOf(resources);

    expect(rowsOf(review)).toContain(row);
    expect(
      flagIds(review).filter((id) =>
        ["full-access", "dangerous-managed-policy"].includes(id),
      ),
    ).toHaveLength(1);
  });

  it("isn't taken for a role of the same name", async () => {
    const role = roleFields("ann", irsaTrust());
    const review = await reviewOf([
      { address: "aws_iam_role.ann", before: role, after: role },
      { address: "aws_iam_user.ann", before: user, after: user },
      {
        address: "aws_iam_user_policy.x",
        after: { name: "p", user: "ann", policy: everything },
      },
    ]);

    expect(rowsOf(review)).toEqual([`changes user ${user.arn} +*`]);
  });

  it("is flagged where its boundary goes", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_user.ann",
        before: { ...user, permissions_boundary: policyArn },
        after: user,
      },
    ]);

    expect(flagIds(review)).toContain("boundary-removed");
  });

  it("can't be reviewed where which one it is isn't known", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_group_policy_attachment.x",
        after: { policy_arn: administrator },
        unknown: { group: true },
        expressions: { group: { references: ["local.g"] } },
      },
    ]);

    expect(review.notReviewable).toMatchObject([
      { message: "${local.g}: which group it is isn't known: ${local.g}" },
    ]);
  });
});
