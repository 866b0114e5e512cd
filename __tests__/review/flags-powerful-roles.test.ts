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

function managed(name: string, role = "echo"): PlannedResource {
  return stays("aws_iam_role_policy_attachment.x", {
    role,
    policy_arn: `arn:aws:iam::aws:policy/${name}`,
  });
}

const attached = managed("AdministratorAccess");

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
      [managed("AWSLambda_FullAccess"), "high"],
      [managed("AmazonSQSFullAccess"), "medium"],
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

describe("a role that may do everything is high to", () => {
  const admin = `arn:aws:iam::${account}:role/admin`;
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const lambda = { Service: "lambda.amazonaws.com" };
  const ordinary = "AmazonSQSFullAccess";
  const everything = "AdministratorAccess";

  /** Severities of a grant on a role that trusts a principal and has a policy. */
  async function severitiesOf(
    id: string,
    action: string,
    principal: unknown,
    policy = everything,
    resource = admin,
  ): Promise<readonly string[]> {
    const review = await reviewOf([
      stays("aws_iam_role.echo", roleFields("echo", irsaTrust())),
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "p",
          role: "echo",
          policy: policyText([action], [resource]),
        },
      },
      stays(
        "aws_iam_role.admin",
        roleFields("admin", {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" },
          ],
        }),
      ),
      managed(policy, "admin"),
    ]);
    return found(review, id).map((one) => one.split(":")[0] ?? "");
  }

  it.each<[string, string, unknown, readonly string[]]>([
    ["assume", "sts:AssumeRole", root, ["high"]],
    ["assume, by a wildcard", "sts:*Role", root, ["high"]],
    ["assume, by its own ARN", "sts:AssumeRole", { AWS: echoArn }, ["high"]],
    [
      "assume, by an account that isn't known yet",
      "sts:AssumeRole",
      { AWS: "arn:aws:iam::${data.aws_caller_identity.x.account_id}:root" },
      ["high"],
    ],
    [
      "assume, unless it trusts another account only",
      "sts:AssumeRole",
      { AWS: "arn:aws:iam::999999999999:root" },
      [],
    ],
    [
      "assume, unless it trusts another role only",
      "sts:AssumeRole",
      { AWS: `${echoArn}-2` },
      [],
    ],
    ["assume, unless it trusts services only", "sts:AssumeRole", lambda, []],
    ["pass", "iam:PassRole", lambda, ["high"]],
    ["pass, unless no service takes it", "iam:PassRole", root, ["medium"]],
  ])("%s", async (_, action, principal, expected) => {
    const id = "privilege-escalation";

    expect(await severitiesOf(id, action, principal)).toEqual(expected);
    expect(
      await severitiesOf(
        id,
        action,
        principal,
        everything,
        `arn:aws:iam::${account}:role/adm*`,
      ),
    ).toEqual(expected);
    // An ordinary role is what a policy that names it is meant for.
    expect(await severitiesOf(id, action, principal, ordinary)).toEqual(
      expected.length === 0 || action === "iam:PassRole"
        ? expected.map(() => "medium")
        : [],
    );
  });

  it("change the trust policy of", async () => {
    const id = "permissions-management";
    const action = "iam:UpdateAssumeRolePolicy";

    expect(await severitiesOf(id, action, root)).toEqual(["high"]);
    expect(await severitiesOf(id, action, root, ordinary)).toEqual(["medium"]);
    expect(await severitiesOf(id, "iam:PutRolePolicy", root)).toEqual([
      "medium",
    ]);
  });

  it("start something with, which could be passed already", async () => {
    const pass = { Effect: "Allow", Action: "iam:PassRole", Resource: admin };
    const text = (statements: readonly unknown[]): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: statements });
    for (const [policy, severity] of [
      [everything, "high"],
      [ordinary, "medium"],
    ] as const) {
      const review = await reviewOf([
        stays("aws_iam_role.echo", roleFields("echo", irsaTrust())),
        {
          address: "aws_iam_role_policy.echo",
          before: { name: "p", role: "echo", policy: text([pass]) },
          after: {
            name: "p",
            role: "echo",
            policy: text([
              pass,
              {
                Effect: "Allow",
                Action: "lambda:CreateFunction",
                Resource: "*",
              },
            ]),
          },
        },
        stays(
          "aws_iam_role.admin",
          roleFields("admin", {
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: lambda, Action: "sts:AssumeRole" },
            ],
          }),
        ),
        managed(policy, "admin"),
      ]);

      expect(found(review, "privilege-escalation")).toEqual([
        `${severity}: echo/aws-sa may get what others may do: lambda:CreateFunction on * with iam:PassRole`,
      ]);
    }
  });

  it("assume, and the message names it", async () => {
    const review = await reviewOf([
      stays("aws_iam_role.echo", roleFields("echo", irsaTrust())),
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "p",
          role: "echo",
          policy: policyText(["sts:AssumeRole"], ["${aws_iam_role.admin.arn}"]),
        },
      },
      {
        address: "aws_iam_role.admin",
        after: {
          name: "admin",
          assume_role_policy: JSON.stringify({
            Statement: {
              Effect: "Allow",
              Principal: root,
              Action: "sts:AssumeRole",
            },
          }),
        },
        unknown: { arn: true },
      },
      managed(everything, "admin"),
    ]);

    expect(found(review, "privilege-escalation")).toEqual([
      "high: echo/aws-sa may get what others may do: sts:AssumeRole on ${aws_iam_role.admin.arn} (admin may do or get everything)",
    ]);
  });
});

describe("of very many roles that may do everything", () => {
  /** What is said of each of many roles that newly may grant itself everything and pass what a resource stands for. */
  async function saidOf(
    resourceOf: (role: string) => string,
  ): Promise<readonly string[]> {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    };
    const statement = (action: string, resource: string): Fields => ({
      Effect: "Allow",
      Action: action,
      Resource: resource,
    });
    const review = await reviewOf(
      Array.from({ length: 560 }, (_, at) => `r${at}`).flatMap((name) => [
        stays(`aws_iam_role.${name}`, roleFields(name, trust)),
        {
          address: `aws_iam_role_policy.${name}`,
          after: {
            name: "p",
            role: name,
            policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                statement(
                  "iam:PutRolePolicy",
                  `arn:aws:iam::${account}:role/${name}`,
                ),
                statement("iam:PassRole", resourceOf(name)),
              ],
            }),
          },
        },
      ]),
    );
    return found(review, "privilege-escalation");
  }

  it.each<[string, (role: string) => string]>([
    ["ARNs", (role) => `arn:aws:iam::${account}:role/${role}`],
    ["references", (role) => `\${aws_iam_role.${role}.arn}`],
    ["one pattern", () => `arn:aws:iam::${account}:role/other-*`],
  ])("all that are named by %s are told exactly", async (_, resourceOf) => {
    const said = await saidOf(resourceOf);

    expect(said).toHaveLength(560);
    expect(said.filter((one) => !one.startsWith("medium: "))).toEqual([]);
  });

  it("those by patterns are told as far as these can be compared", async () => {
    const said = await saidOf(
      (role) => `arn:aws:iam::${account}:role/${role}-*`,
    );
    const high = said.filter((one) => !one.startsWith("medium: "));

    expect(said).toHaveLength(560);
    expect(high.length).toBeGreaterThan(0);
    expect(high.length).toBeLessThan(100);
    expect(
      high.filter(
        (one) =>
          !one.endsWith(
            "-* (there are too many roles and patterns to compare)",
          ),
      ),
    ).toEqual([]);
  });
});

it.each([
  ["arn:aws:iam::999988887777:role/dns", "the account 999988887777"],
  ["arn:aws:iam::*:role/dns", "any account"],
  [`arn:aws:iam::${account}:role/dns`, undefined],
])("assuming %s is of %s", async (resource, other) => {
  const review = await reviewOf([
    stays("aws_iam_role.echo", roleFields("echo", irsaTrust())),
    {
      address: "aws_iam_role_policy.echo",
      after: {
        name: "p",
        role: "echo",
        policy: policyText(["sts:AssumeRole"], [resource]),
      },
    },
  ]);

  expect(found(review, "privilege-escalation")).toEqual(
    other === undefined
      ? []
      : [
          `medium: echo/aws-sa may get what others may do: sts:AssumeRole on ${resource} (of ${other})`,
        ],
  );
});
