import {
  digestOf,
  exitStatus,
  isReduced,
  readPlan,
  reviewPlans,
  type Review,
} from "../../modules/review";
import {
  account,
  flagIds,
  irsaTrust,
  planText,
  policyText,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Expressions = Readonly<Record<string, unknown>>;

const constant = (value: unknown): Expressions => ({ constant_value: value });
const inRegion = (region: string, more: Expressions = {}): Expressions => ({
  region: constant(region),
  ...more,
});

/** The text of a plan whose AWS provider is configured so, by key. */
function textOf(
  providers: Readonly<Record<string, Expressions>>,
  ...resources: readonly PlannedResource[]
): string {
  const plan = JSON.parse(planText(resources)) as {
    readonly configuration: Readonly<Record<string, unknown>>;
  };
  return JSON.stringify({
    ...plan,
    configuration: {
      ...plan.configuration,
      provider_config: Object.fromEntries(
        Object.entries(providers).map(([key, expressions]) => [
          key,
          {
            name: "aws",
            full_name: "registry.terraform.io/hashicorp/aws",
            expressions,
          },
        ]),
      ),
    },
  });
}

function reviewOf(
  providers: Readonly<Record<string, Expressions>>,
  ...resources: readonly PlannedResource[]
): Promise<Review> {
  return reviewPlans({
    plans: [readPlan("prod-us", textOf(providers, ...resources))],
  });
}

const by = (provider: string, resource: PlannedResource): PlannedResource => ({
  ...resource,
  configuration: { provider_config_key: provider },
});

const everything = policyText(["*"], ["*"]);
const trusting = roleFields("echo", irsaTrust());
const role: PlannedResource = {
  address: "aws_iam_role.dev",
  before: trusting,
  after: trusting,
};
const inline = { name: "p", role: "echo", policy: everything };
const itsPolicy: PlannedResource = {
  address: "aws_iam_role_policy.dev",
  before: inline,
  after: inline,
};
const onRole: PlannedResource = {
  address: "aws_iam_role_policy.prod",
  after: { ...inline, name: "q" },
};
const madeWithout = (
  address: string,
  fields: Expressions,
): PlannedResource => ({
  address,
  after: { ...fields, arn: undefined },
  unknown: { arn: true },
});

const two = { aws: inRegion("us-east-1"), "aws.prod": inRegion("us-east-1") };

/** Where a plan's policy `q` is: on the service account's role, or on one that isn't in the plan. */
async function holderOf(
  providers: Readonly<Record<string, Expressions>>,
  key = "aws.prod",
): Promise<string | undefined> {
  const { changes } = await reviewOf(providers, role, by(key, onRole));
  return changes.find(({ added }) => added.length > 0)?.after?.role;
}

describe("what another configuration of the provider makes", () => {
  it("is not on the role of the same name", async () => {
    const review = await reviewOf(two, role, itsPolicy, by("aws.prod", onRole));

    expect(
      review.changes.map(({ after, added }) => [
        after?.role,
        added.map(({ action }) => action),
      ]),
    ).toEqual([["echo (provider aws.prod)", ["*"]]]);
    expect(exitStatus(review)).toBe(3);
  });

  it("is not on the role whose name it takes by reference", async () => {
    const { changes } = await reviewOf(
      two,
      {
        ...madeWithout("aws_iam_role.dev", { ...trusting, name: undefined }),
        unknown: { arn: true, name: true },
      },
      by("aws.prod", {
        address: "aws_iam_role_policy.prod",
        after: { name: "q", policy: everything },
        unknown: { role: true },
        expressions: {
          role: { references: ["aws_iam_role.dev.name", "aws_iam_role.dev"] },
        },
      }),
    );

    expect(
      changes.map(({ knowledge, added, after }) => [
        after?.role,
        knowledge,
        added.length,
      ]),
    ).toEqual([
      ["${aws_iam_role.dev.name}", "not reviewable", 1],
      ["aws_iam_role.dev", "known", 0],
    ]);
  });

  it("is a gain where a service account has the same by a role of the first", async () => {
    const review = await reviewOf(
      two,
      role,
      itsPolicy,
      by(
        "aws.prod",
        madeWithout("aws_iam_role.prod", { ...trusting, name: "echo-prod" }),
      ),
      by("aws.prod", { ...onRole, after: { ...inline, role: "echo-prod" } }),
    );

    expect(review.changes[0]?.added.map(({ action }) => action)).toEqual(["*"]);
    expect(flagIds(review)).toContain("full-access");
  });

  it("is not the policy of an ARN that the first one attaches", async () => {
    const { changes } = await reviewOf(
      two,
      role,
      by(
        "aws.prod",
        madeWithout("aws_iam_policy.decoy", {
          name: "admin",
          path: "/",
          policy: policyText(["s3:GetObject"], ["arn:aws:s3:::b/*"]),
        }),
      ),
      {
        address: "aws_iam_role_policy_attachment.a",
        after: {
          role: "echo",
          policy_arn: `arn:aws:iam::${account}:policy/admin`,
        },
      },
    );

    expect(
      changes.find(({ subject }) => subject?.namespace === "echo"),
    ).toMatchObject({
      added: [],
      knowledge: "opaque",
      unknown: [`arn:aws:iam::${account}:policy/admin`],
    });
  });

  it("takes nothing from a role by a policy that goes, and hides no gain by it", async () => {
    const { changes } = await reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          textOf(two, role, { ...onRole, after: inline }).replace(
            '"resource_changes":[',
            `"resource_changes":[${JSON.stringify({
              address: "aws_iam_role_policy.old",
              mode: "managed",
              type: "aws_iam_role_policy",
              name: "old",
              change: {
                actions: ["delete"],
                before: inline,
                after: null,
                after_unknown: {},
              },
            })},`,
          ),
        ),
      ],
    });

    expect(
      changes.map(({ subject, after, before, added, removed }) => [
        subject?.namespace ?? after?.role ?? before?.role,
        added.length,
        removed.length,
      ]),
    ).toEqual([
      ["echo", 1, 0],
      ["echo (provider (unknown))", 0, 1],
    ]);
  });

  it("changes a plan's digest", () => {
    const [one, other] = ["aws", "aws.prod"].map((key) => {
      const plan = readPlan("prod-us", textOf(two, role, by(key, onRole)));
      if (!isReduced(plan)) throw new Error(plan.message);
      return digestOf(plan);
    });

    expect(one).not.toBe(other);
  });
});

describe("configurations of the provider", () => {
  const own = trusting.arn;
  const assumed = (arn: Expressions): Expressions => ({
    assume_role: [{ role_arn: arn }],
  });

  it.each<[string, Readonly<Record<string, Expressions>>]>([
    [
      "differ by region",
      { aws: inRegion("us-east-1"), "aws.prod": inRegion("eu-west-1") },
    ],
    [
      "differ by region and tags",
      {
        aws: inRegion("us-east-1", { profile: constant("a") }),
        "aws.prod": inRegion("eu-west-1", {
          profile: constant("a"),
          default_tags: [{ tags: { references: ["local.tags"] } }],
        }),
      },
    ],
    [
      "accept one account",
      {
        aws: inRegion("us-east-1", { allowed_account_ids: constant(["1"]) }),
        "aws.prod": inRegion("us-east-1", {
          profile: constant("a"),
          allowed_account_ids: constant(["1"]),
        }),
      },
    ],
  ])("are of one account where they %s", async (_, providers) => {
    expect(await holderOf(providers)).toBe(own);
  });

  it("are one where a module has a name of its own for the only one", async () => {
    expect(
      await holderOf({ aws: inRegion("us-east-1") }, "module.roles:aws"),
    ).toBe(own);
  });

  it.each<[string, Readonly<Record<string, Expressions>>]>([
    ["say the same region", two],
    [
      "say no region",
      { aws: inRegion("us-east-1"), "aws.prod": { profile: constant("a") } },
    ],
    [
      "assume other roles",
      {
        aws: inRegion("us-east-1"),
        "aws.prod": inRegion(
          "eu-west-1",
          assumed(constant("arn:aws:iam::999988887777:role/x")),
        ),
      },
    ],
    [
      "say by an expression which role they assume",
      {
        aws: inRegion("us-east-1", assumed({ references: ["var.role"] })),
        "aws.prod": inRegion(
          "eu-west-1",
          assumed({ references: ["var.role"] }),
        ),
      },
    ],
    [
      "say by an expression without references whose profile they use",
      {
        aws: inRegion("us-east-1", { profile: {} }),
        "aws.prod": inRegion("eu-west-1", { profile: {} }),
      },
    ],
  ])("may be of two where they %s", async (_, providers) => {
    expect(await holderOf(providers)).toBe("echo (provider aws.prod)");
  });
});

describe("a role that is made now and another one", () => {
  const pod = madeWithout("aws_iam_role.pod", { ...trusting, name: "pod" });
  const document = "data.aws_iam_policy_document.trust";
  const principal = (address: string): readonly PlannedResource[] => [
    {
      address: document,
      actions: ["read"],
      after: {
        statement: [
          {
            actions: ["sts:AssumeRole"],
            principals: [{ type: "AWS", identifiers: [null] }],
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
              { identifiers: { references: [`${address}.arn`, address] } },
            ],
          },
        ],
      },
    },
    {
      address: "aws_iam_role.target",
      after: { name: "target", path: "/" },
      unknown: { arn: true, assume_role_policy: true },
      expressions: {
        assume_role_policy: { references: [`${document}.json`, document] },
      },
    },
  ];
  const target: PlannedResource = {
    address: "aws_eks_pod_identity_association.echo",
    after: {
      cluster_name: "prod",
      namespace: "echo",
      service_account: "aws-sa",
      role_arn: `arn:aws:iam::${account}:role/echo`,
    },
    unknown: { target_role_arn: true },
    expressions: {
      target_role_arn: {
        references: ["aws_iam_role.pod.arn", "aws_iam_role.pod"],
      },
    },
  };

  async function saidBy(
    id: string,
    ...resources: readonly PlannedResource[]
  ): Promise<readonly string[]> {
    const { changes } = await reviewOf(two, ...resources);
    return changes
      .flatMap(({ flags }) => flags)
      .filter((flag) => flag.id === id)
      .map(({ severity, message }) => `${severity}: ${message}`);
  }

  it.each([
    [
      "aws",
      "medium: target lets ${aws_iam_role.pod.arn} of its own account in",
    ],
    [
      "aws.prod",
      "high: target lets a principal in that may be another account's: ${aws_iam_role.pod.arn}",
    ],
  ])("lets in the one that the provider %s makes", async (key, flag) => {
    expect(
      await saidBy(
        "trust-other-principal",
        by(key, pod),
        ...principal("aws_iam_role.pod"),
      ),
    ).toEqual([flag]);
  });

  it("lets another account's principal in where that isn't in the plan", async () => {
    expect(
      await saidBy("trust-other-principal", ...principal("terraform_data.x")),
    ).toEqual([
      "high: target lets another account's principal in: ${terraform_data.x.arn}",
    ]);
  });

  it.each([
    ["aws", "medium: echo/aws-sa gets the target role ${aws_iam_role.pod.arn}"],
    [
      "aws.prod",
      "high: echo/aws-sa gets the target role ${aws_iam_role.pod.arn}, which may be another account's",
    ],
  ])(
    "is an association's target, made by the provider %s",
    async (key, flag) => {
      expect(await saidBy("target-role", by(key, pod), target)).toEqual([flag]);
    },
  );
});
