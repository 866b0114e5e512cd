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

const role = roleFields("echo", irsaTrust());
const allowing = policyText(["s3:GetObject"], ["*"]);
const denying = policyText(["*"], ["arn:aws:s3:::crown/*"], { Effect: "Deny" });
const guardArn = `arn:aws:iam::${account}:policy/guard`;
const lostDenial = "- Deny * on arn:aws:s3:::crown/*";

function unchanged(
  address: string,
  fields: Readonly<Record<string, unknown>>,
): PlannedResource {
  return { address, before: fields, after: fields };
}

const existing = unchanged("aws_iam_role.echo", role);
const allow = unchanged("aws_iam_role_policy.allow", {
  name: "allow",
  role: "echo",
  policy: allowing,
});
const deny = unchanged("aws_iam_role_policy.deny", {
  name: "deny",
  role: "echo",
  policy: denying,
});
const guard = unchanged("aws_iam_policy.guard", {
  name: "guard",
  path: "/",
  arn: guardArn,
  policy: denying,
});
const attachment = unchanged("aws_iam_role_policy_attachment.guard", {
  role: "echo",
  policy_arn: guardArn,
});

function removedGrants({ changes }: Review): readonly string[] {
  return changes.flatMap(({ removed }) =>
    removed.map(
      ({ effect, action, resource }) => `- ${effect} ${action} on ${resource}`,
    ),
  );
}

describe("a policy of a resource that doesn't change", () => {
  it.each<[string, readonly PlannedResource[]]>([
    [
      "an exclusive resource that doesn't name it",
      [
        allow,
        deny,
        {
          address: "aws_iam_role_policies_exclusive.x",
          after: { role_name: "echo", policy_names: ["allow"] },
        },
      ],
    ],
    [
      "an exclusive resource that names it no more",
      [
        allow,
        deny,
        {
          address: "aws_iam_role_policies_exclusive.x",
          before: { role_name: "echo", policy_names: ["allow", "deny"] },
          after: { role_name: "echo", policy_names: ["allow"] },
        },
      ],
    ],
    [
      "an exclusive resource for managed policies",
      [
        guard,
        attachment,
        {
          address: "aws_iam_role_policy_attachments_exclusive.x",
          after: { role_name: "echo", policy_arns: [] },
        },
      ],
    ],
    [
      "an attachment that takes the policy off everyone else",
      [
        guard,
        attachment,
        {
          address: "aws_iam_policy_attachment.x",
          after: { policy_arn: guardArn, users: ["nobody"] },
        },
      ],
    ],
    [
      "an attachment for all that names the role no more",
      [
        guard,
        attachment,
        {
          address: "aws_iam_policy_attachment.x",
          before: { policy_arn: guardArn, roles: ["echo"], users: ["nobody"] },
          after: { policy_arn: guardArn, roles: [], users: ["nobody"] },
        },
      ],
    ],
    [
      "another attachment of it that goes",
      [
        guard,
        attachment,
        {
          address: "aws_iam_role_policy_attachment.again",
          before: { role: "echo", policy_arn: guardArn },
        },
      ],
    ],
    [
      "the role's own arguments that leave it out now",
      [
        guard,
        attachment,
        {
          address: "aws_iam_role.echo",
          before: { ...role, managed_policy_arns: [guardArn] },
          after: { ...role, managed_policy_arns: [] },
          expressions: { managed_policy_arns: { constant_value: [] } },
        },
      ],
    ],
  ])("goes by %s", async (_, resources) => {
    const review = await reviewOf([
      ...(resources.some(({ address }) => address === existing.address)
        ? []
        : [existing]),
      ...resources,
    ]);

    expect(review.notReviewable).toEqual([]);
    expect(removedGrants(review)).toEqual([lostDenial]);
    expect(flagIds(review)).toContain("denial-removed");
  });

  it.each<[string, readonly PlannedResource[]]>([
    [
      "an exclusive resource doesn't change",
      [
        allow,
        deny,
        unchanged("aws_iam_role_policies_exclusive.x", {
          role_name: "echo",
          policy_names: ["allow"],
        }),
      ],
    ],
    [
      "an exclusive resource goes",
      [
        deny,
        {
          address: "aws_iam_role_policies_exclusive.x",
          before: { role_name: "echo", policy_names: ["deny"] },
        },
      ],
    ],
    [
      "an exclusive resource is of another role",
      [
        deny,
        unchanged("aws_iam_role.other", roleFields("other", irsaTrust())),
        {
          address: "aws_iam_role_policies_exclusive.x",
          after: { role_name: "other", policy_names: [] },
        },
      ],
    ],
    [
      "an exclusive resource for managed policies is made",
      [
        deny,
        {
          address: "aws_iam_role_policy_attachments_exclusive.x",
          after: { role_name: "echo", policy_arns: [] },
        },
      ],
    ],
    [
      "an attachment for all names the role",
      [
        guard,
        attachment,
        {
          address: "aws_iam_policy_attachment.x",
          after: { policy_arn: guardArn, roles: ["echo"] },
        },
      ],
    ],
    [
      "another attachment of it is made in place of one that goes",
      [
        guard,
        { ...attachment, after: undefined },
        {
          address: "aws_iam_role_policy_attachment.again",
          after: { role: "echo", policy_arn: guardArn },
        },
      ].map(({ after, ...resource }) =>
        after === undefined ? resource : { ...resource, after },
      ),
    ],
  ])("stays where %s", async (_, resources) => {
    const review = await reviewOf([existing, ...resources]);

    expect(review.notReviewable).toEqual([]);
    expect(removedGrants(review)).toEqual([]);
  });
});

describe("a policy that an exclusive resource may take away", () => {
  const madeNow: PlannedResource = {
    address: "aws_iam_role_policy.deny",
    after: { role: "echo", policy: denying },
    unknown: { name: true },
  };
  function exclusiveOf(...references: readonly string[]): PlannedResource {
    return {
      address: "aws_iam_role_policies_exclusive.x",
      after: { role_name: "echo", policy_names: [null] },
      unknown: { policy_names: [true] },
      expressions: { policy_names: { references } },
    };
  }

  it("stays where a reference names it", async () => {
    const review = await reviewOf([
      existing,
      madeNow,
      exclusiveOf("aws_iam_role_policy.deny.name", "aws_iam_role_policy.deny"),
    ]);

    expect(review.notReviewable).toEqual([]);
  });

  it("can't be reviewed where what is named isn't known, and it denies", async () => {
    const review = await reviewOf([
      existing,
      allow,
      deny,
      exclusiveOf("local.names"),
    ]);

    expect(review.notReviewable.map(({ message }) => message)).toEqual([
      expect.stringContaining("whether deny stays"),
    ]);
  });

  it("can't be reviewed where the apply makes it, and it denies", async () => {
    const review = await reviewOf([
      existing,
      { ...deny, before: { ...deny.after, policy: allowing } },
      {
        address: "aws_iam_role_policies_exclusive.x",
        after: { role_name: "echo", policy_names: [] },
      },
    ]);

    expect(review.notReviewable.map(({ message }) => message)).toEqual([
      expect.stringContaining("whether deny stays"),
    ]);
  });

  it("can't be reviewed where another resource takes it off a role of the same name, and it denies", async () => {
    const again = { name: "deny", role: "echo", policy: denying };
    const review = await reviewOf([
      existing,
      unchanged("aws_iam_role.namesake", {
        ...role,
        arn: "arn:aws:iam::444455556666:role/echo",
      }),
      deny,
      { address: "aws_iam_role_policy.again", before: again },
    ]);

    expect(review.notReviewable.map(({ message }) => message)).toEqual([
      expect.stringContaining("whether deny stays"),
      expect.stringContaining("whether deny stays"),
    ]);
  });

  it("can't be reviewed where the role of the exclusive resource isn't known", async () => {
    const review = await reviewOf([
      existing,
      deny,
      {
        address: "aws_iam_role_policies_exclusive.x",
        after: { policy_names: [] },
        unknown: { role_name: true },
        expressions: { role_name: { references: ["local.role"] } },
      },
    ]);

    expect(review.notReviewable.map(({ message }) => message)).toEqual([
      "${local.role}: what aws_iam_role_policies_exclusive.x doesn't name: whose inline policies go isn't known",
      "${local.role}: which role it is isn't known: ${local.role}",
    ]);
  });
});
