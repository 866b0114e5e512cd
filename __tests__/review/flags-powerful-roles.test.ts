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

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

const echoArn = `arn:aws:iam::${account}:role/echo`;

function stays(address: string, fields: Fields): PlannedResource {
  return { address, before: fields, after: fields };
}

const attached = stays("aws_iam_role_policy_attachment.x", {
  role: "echo",
  policy_arn: administrator,
});

function inline(policy: string): PlannedResource {
  return stays("aws_iam_role_policy.x", { name: "p", role: "echo", policy });
}

/** A trust policy with one more statement than the role's own. */
function alsoTrusting(principal: Fields, condition?: Fields): unknown {
  const { Statement } = irsaTrust() as {
    readonly Statement: readonly Fields[];
  };
  return {
    Version: "2012-10-17",
    Statement: [
      ...Statement,
      {
        Effect: "Allow",
        Principal: principal,
        Action:
          "Federated" in principal
            ? "sts:AssumeRoleWithWebIdentity"
            : "sts:AssumeRole",
        ...(condition && { Condition: condition }),
      },
    ],
  };
}

const other =
  "oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210";

describe("a new principal of a role that may do everything is high", () => {
  it.each<[string, string, unknown]>([
    [
      "a user of the account",
      "trust-other-principal",
      alsoTrusting({ AWS: `arn:aws:iam::${account}:user/mallory` }),
    ],
    [
      "a service",
      "trust-service",
      alsoTrusting({ Service: "ec2.amazonaws.com" }),
    ],
    [
      "a service account of another cluster",
      "trust-second-issuer",
      alsoTrusting(
        { Federated: `arn:aws:iam::${account}:oidc-provider/${other}` },
        {
          StringEquals: {
            [`${other}:aud`]: "sts.amazonaws.com",
            [`${other}:sub`]: "system:serviceaccount:echo:aws-sa",
          },
        },
      ),
    ],
  ])("%s", async (_, id, trust) => {
    for (const [policy, severity] of [
      [attached, "high"],
      [inline(policyText(["*"], ["*"])), "high"],
      [inline(policyText(["iam:PutRolePolicy"], ["*"])), "high"],
      [inline(policyText(["iam:PutRolePolicy"], [echoArn])), "high"],
      [inline(policyText(["iam:PutRolePolicy"], [`${echoArn}-2`])), "medium"],
      [inline(policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"])), "medium"],
    ] as const) {
      const review = await reviewOf([
        {
          address: "aws_iam_role.echo",
          before: roleFields("echo", irsaTrust()),
          after: roleFields("echo", trust),
        },
        policy,
      ]);

      expect(found(review, id).map((one) => one.split(":")[0])).toEqual([
        severity,
      ]);
    }
  });
});

describe("a limit that goes", () => {
  it.each([
    ["an AWS policy that holds nothing back", administrator, "high"],
    [
      "a policy of the plan that holds nothing back",
      `arn:aws:iam::${account}:policy/all`,
      "high",
    ],
    [
      "a policy that isn't in the plan",
      `arn:aws:iam::${account}:policy/other`,
      "medium",
    ],
  ])("for %s is told", async (_, boundary, severity) => {
    const strict = `arn:aws:iam::${account}:policy/strict`;
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: roleFields("echo", irsaTrust(), {
          permissions_boundary: strict,
        }),
        after: roleFields("echo", irsaTrust(), {
          permissions_boundary: boundary,
        }),
      },
      stays("aws_iam_policy.all", {
        name: "all",
        path: "/",
        arn: `arn:aws:iam::${account}:policy/all`,
        policy: policyText(["*"], ["*"]),
      }),
    ]);

    expect(found(review, "boundary-removed")[0]).toMatch(
      new RegExp(`^${severity}: `),
    );
  });

  it.each([
    ["everything", ["*"], ["*"], "high"],
    ["little", ["s3:GetObject"], ["arn:aws:s3:::a/*"], "medium"],
  ])(
    "a Deny of a role that may do %s",
    async (_, actions, resources, severity) => {
      const role = roleFields("echo", irsaTrust());
      const review = await reviewOf([
        stays("aws_iam_role.echo", role),
        inline(policyText(actions, resources)),
        {
          address: "aws_iam_role_policy.deny",
          before: {
            name: "deny",
            role: "echo",
            policy: policyText(["s3:DeleteBucket"], ["*"], { Effect: "Deny" }),
          },
        },
      ]);

      expect(found(review, "denial-removed")[0]).toMatch(
        new RegExp(`^${severity}: `),
      );
    },
  );
});

it.each([
  [`arn:aws:iam::${account}:role/echo`, "high"],
  [`arn:aws:iam::${account}:role/ech*`, "high"],
  [`arn:aws:iam::${account}:role/other`, "medium"],
])("changing the policies of %s is %s", async (resource, severity) => {
  const review = await reviewOf([
    stays("aws_iam_role.echo", roleFields("echo", irsaTrust())),
    {
      address: "aws_iam_role_policy.x",
      after: {
        name: "p",
        role: "echo",
        policy: policyText(["iam:PutRolePolicy"], [resource]),
      },
    },
  ]);

  expect(found(review, "permissions-management")[0]).toMatch(
    new RegExp(`^${severity}: `),
  );
});
