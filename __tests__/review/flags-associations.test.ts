import {
  associated,
  associationFields,
  found,
  other,
  pinned,
  podTrust,
  provider,
  together,
} from "./support/flag-plans";
import {
  isReduced,
  readPlan,
  readReducedPlan,
  reviewPlans,
  writeReducedPlan,
  type Review,
} from "../../modules/review";
import {
  accepting,
  account,
  host,
  irsaTrust,
  planText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const boundary = { permissions_boundary: "arn:aws:iam::1:policy/b" };
const unchanged = (address: string, fields: object): PlannedResource => ({
  address,
  before: { ...fields },
  after: { ...fields },
});

/** An association that goes from a bounded role to another one. */
function moving(
  after: PlannedResource | undefined,
  role = `arn:aws:iam::${account}:role/other`,
  before: object = boundary,
): readonly PlannedResource[] {
  return [
    unchanged(
      "aws_iam_role.echo",
      roleFields("echo", podTrust(pinned), { ...before }),
    ),
    ...(after ? [after] : []),
    {
      address: "aws_eks_pod_identity_association.echo",
      before: associationFields(),
      after: associationFields({ role_arn: role }),
    },
  ];
}

describe("boundary-left-behind", () => {
  const trust = podTrust(pinned);
  const id = "boundary-left-behind";
  const start =
    "echo/aws-sa had arn:aws:iam::1:policy/b as permissions boundary, and";
  const label = `arn:aws:iam::${account}:role/other`;

  it.each<readonly [string, readonly PlannedResource[], readonly string[]]>([
    [
      "a new role without one",
      moving({
        address: "aws_iam_role.other",
        after: roleFields("other", trust),
      }),
      [`high: ${start} ${label} has none`],
    ],
    [
      "a new role with another one",
      moving({
        address: "aws_iam_role.other",
        after: roleFields("other", trust, {
          permissions_boundary: "arn:aws:iam::1:policy/c",
        }),
      }),
      [`medium: ${start} ${label} has arn:aws:iam::1:policy/c`],
    ],
    [
      "a new role with the same one",
      moving({
        address: "aws_iam_role.other",
        after: roleFields("other", trust, boundary),
      }),
      [],
    ],
    [
      "a role that was there without one",
      moving(unchanged("aws_iam_role.other", roleFields("other", trust))),
      [`high: ${start} ${label} has none`],
    ],
    [
      "a role that isn't in the plan",
      moving(undefined),
      [
        `medium: ${start} ${label} isn't in the plan, which so doesn't show whether it has one`,
      ],
    ],
    [
      "from a role without one",
      moving(
        {
          address: "aws_iam_role.other",
          after: roleFields("other", trust),
        },
        label,
        {},
      ),
      [],
    ],
    [
      "nowhere, while the role loses its own",
      [
        {
          address: "aws_iam_role.echo",
          before: roleFields("echo", trust, boundary),
          after: roleFields("echo", trust),
        },
        unchanged("aws_eks_pod_identity_association.echo", associationFields()),
      ],
      [],
    ],
    ["nowhere", moving(undefined, `arn:aws:iam::${account}:role/echo`), []],
  ])("%s", async (_, resources, expected) => {
    expect(found(await reviewOf(resources), id)).toEqual(expected);
  });
});

describe("association-goes", () => {
  const address = "aws_eks_pod_identity_association";
  const start = "medium: the association of echo/aws-sa on cluster prod-us is";
  const moves = (after: object): readonly PlannedResource[] =>
    associated(
      podTrust(),
      associationFields(),
      associationFields({ ...after }),
    ).map((resource) => ({
      ...resource,
      ...(resource.address.startsWith(address) && {
        actions: ["delete", "create"],
      }),
    }));
  const another = (more: object): readonly PlannedResource[] => [
    ...associated(podTrust(), associationFields(), undefined),
    { address: `${address}.other`, after: associationFields({ ...more }) },
  ];
  const meanwhile = "its pods lose credentials meanwhile";
  const forGood = `${start} deleted: its pods lose credentials`;

  it.each<readonly [string, readonly PlannedResource[], string]>([
    [
      "for one like it",
      moves({ role_arn: `arn:aws:iam::${account}:role/other` }),
      `${start} replaced: ${meanwhile}`,
    ],
    [
      "for one at another address",
      another({}),
      `${start} replaced by ${address}.other: ${meanwhile}`,
    ],
    ["for one on another cluster", moves({ cluster_name: "prod-eu" }), forGood],
    [
      "for another service account's",
      moves({ service_account: "other" }),
      forGood,
    ],
    [
      "for another service account's at another address",
      another({ service_account: "other" }),
      forGood,
    ],
  ])("%s", async (_, resources, expected) => {
    expect(found(await reviewOf(resources), "association-goes")).toEqual([
      expected,
    ]);
  });

  const gone = (trust: unknown): readonly PlannedResource[] =>
    associated(trust, associationFields(), undefined);
  const both = together(irsaTrust(), podTrust());
  const serviceAccount = (annotations: object): PlannedResource =>
    unchanged("kubernetes_service_account_v1.echo", {
      metadata: [{ namespace: "echo", name: "aws-sa", annotations }],
    });
  const annotated = serviceAccount({
    "eks.amazonaws.com/role-arn": `arn:aws:iam::${account}:role/echo`,
  });
  const alone = `${start} deleted: its pods have IRSA alone then`;
  const maybe = `${start} deleted: its pods may lose credentials, or have IRSA alone then`;

  it.each<readonly [string, readonly PlannedResource[], string]>([
    ["as it is annotated", [...gone(both), annotated], alone],
    ["as it may be where it isn't in the plan", gone(both), maybe],
    [
      "on a cluster of several issuers, which may be another one",
      [
        ...gone(both),
        annotated,
        unchanged("aws_iam_openid_connect_provider.other", {
          ...provider,
          url: other,
          arn: provider.arn.replace(host, other),
        }),
      ],
      maybe,
    ],
    [
      "on one of several clusters, which may be another one",
      [
        ...gone(both),
        annotated,
        unchanged(
          `${address}.other`,
          associationFields({
            cluster_name: "prod-eu",
            service_account: "other",
          }),
        ),
      ],
      maybe,
    ],
    [
      "where a condition that a review doesn't judge may let it in",
      [
        ...gone(
          together(
            irsaTrust("system:serviceaccount:echo:aws-sa", {
              StringEquals: {
                [`${host}:sub`]: "system:serviceaccount:echo:aws-sa",
              },
              IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
            }),
            podTrust(),
          ),
        ),
        annotated,
      ],
      maybe,
    ],
    [
      "which it isn't annotated for",
      [...gone(both), serviceAccount({})],
      forGood,
    ],
    ["which doesn't let it in", [...gone(podTrust()), annotated], forGood],
  ])("leaves IRSA, %s", async (_, resources, expected) => {
    expect(found(await reviewOf(resources), "association-goes")).toEqual([
      expected,
    ]);
  });
});

describe("target-role", () => {
  const trust = podTrust(pinned);
  const target = "arn:aws:iam::999999999999:role/other";

  it.each<readonly [string, readonly PlannedResource[], readonly string[]]>([
    [
      "of another account",
      associated(
        trust,
        associationFields(),
        associationFields({ target_role_arn: target }),
      ),
      [
        `high: echo/aws-sa gets the target role ${target} of the account 999999999999`,
      ],
    ],
    [
      "of the own account",
      associated(
        trust,
        associationFields(),
        associationFields({
          target_role_arn: `arn:aws:iam::${account}:role/other`,
        }),
      ),
      [
        `medium: echo/aws-sa gets the target role arn:aws:iam::${account}:role/other`,
      ],
    ],
    [
      "of an account that can't be compared",
      associated(
        trust,
        undefined,
        associationFields({
          association_arn: undefined,
          role_arn: "${module.role.arn}",
          target_role_arn: target,
        }),
      ),
      [
        `high: echo/aws-sa gets the target role ${target}, which may be another account's`,
      ],
    ],
    [
      "that is no ARN, by a role that isn't known",
      associated(
        trust,
        undefined,
        associationFields({
          association_arn: undefined,
          role_arn: "${module.role.arn}",
          target_role_arn: "other",
        }),
      ),
      [
        "high: echo/aws-sa gets the target role other, which may be another account's",
      ],
    ],
    [
      "that isn't known yet",
      [
        {
          address: "aws_eks_pod_identity_association.echo",
          after: associationFields(),
          unknown: { target_role_arn: true },
        },
      ],
      [
        "high: echo/aws-sa gets the target role (known after apply), which may be another account's",
      ],
    ],
    [
      "that the plan makes",
      [
        {
          address: "aws_iam_role.target",
          after: { name: "target", assume_role_policy: JSON.stringify(trust) },
          unknown: { arn: true },
        },
        {
          address: "aws_eks_pod_identity_association.echo",
          after: associationFields(),
          unknown: { target_role_arn: true },
          expressions: {
            target_role_arn: {
              references: ["aws_iam_role.target.arn", "aws_iam_role.target"],
            },
          },
        },
      ],
      ["medium: echo/aws-sa gets the target role ${aws_iam_role.target.arn}"],
    ],
    [
      "that was there",
      associated(
        trust,
        associationFields({ target_role_arn: target }),
        associationFields({ target_role_arn: target, policy: "x" }),
      ),
      [],
    ],
    [
      "that goes",
      associated(
        trust,
        associationFields({ target_role_arn: target }),
        associationFields(),
      ),
      [],
    ],
    [
      "of another service account before",
      [
        ...associated(
          trust,
          associationFields(),
          associationFields({ target_role_arn: target }),
        ),
        unchanged(
          "aws_eks_pod_identity_association.other",
          associationFields({
            service_account: "other",
            target_role_arn: target,
          }),
        ),
      ],
      [
        `high: echo/aws-sa gets the target role ${target} of the account 999999999999`,
      ],
    ],
  ])("%s", async (_, resources, expected) => {
    expect(found(await reviewOf(resources), "target-role")).toEqual(expected);
  });

  it("is of the own account where that is the only one that the association's provider accepts", async () => {
    const address = "aws_eks_pod_identity_association.echo";
    const own = `arn:aws:iam::${account}:role/other`;
    const made = associationFields({ target_role_arn: own });
    const review = await reviewOf(
      [
        {
          address,
          after: { ...made, association_arn: undefined, role_arn: undefined },
          unknown: { association_arn: true, role_arn: true },
        },
      ],
      accepting([account], address),
    );
    expect(found(review, "target-role")).toEqual([
      `medium: echo/aws-sa gets the target role ${own}`,
    ]);
  });
});

describe("access-forgotten", () => {
  it.each([
    [
      ["create", "forget"],
      [
        "medium: what aws_iam_role.echo was is left out of the state and goes on to exist",
      ],
    ],
    [
      ["forget", "create"],
      [
        "medium: what aws_iam_role.echo was is left out of the state and goes on to exist",
      ],
    ],
    [
      ["forget"],
      [
        "medium: aws_iam_role.echo is left out of the state and goes on to exist",
      ],
    ],
    [["create", "delete"], []],
  ])("%j", async (actions, expected) => {
    const role = roleFields("echo", podTrust(pinned));
    const resource = {
      address: "aws_iam_role.echo",
      before: role,
      ...(actions.length > 1 && { after: roleFields("new", podTrust(pinned)) }),
      actions,
    };
    const plan = readPlan("prod-us", planText([resource]));
    const kept = isReduced(plan)
      ? readReducedPlan("prod-us", writeReducedPlan(plan))
      : plan;

    for (const one of [plan, kept])
      expect(
        found(await reviewPlans({ plans: [one] }), "access-forgotten"),
      ).toEqual(expected);
  });
});

describe("a new role's trust policy, which names a cluster's ARN", () => {
  const address = "aws_eks_pod_identity_association.echo";
  const made = (expressions: object): Promise<Review> =>
    reviewOf(
      [
        {
          address: "aws_iam_role.echo",
          after: {
            ...roleFields("echo", podTrust(pinned)),
            arn: undefined,
          },
          unknown: { arn: true },
        },
        {
          address,
          after: {
            ...associationFields(),
            association_arn: undefined,
            role_arn: undefined,
          },
          unknown: { association_arn: true, role_arn: true },
        },
      ],
      {
        configuration: {
          provider_config: { aws: { expressions } },
          root_module: {
            resources: [
              { address: "aws_iam_role.echo", provider_config_key: "aws" },
              {
                address,
                provider_config_key: "aws",
                expressions: {
                  role_arn: {
                    references: ["aws_iam_role.echo.arn", "aws_iam_role.echo"],
                  },
                },
              },
            ],
          },
        },
      },
    );
  const unknownOf = ({ changes }: Review): readonly string[] | undefined =>
    changes.find(({ subject }) => subject?.serviceAccount === "aws-sa")
      ?.unknown;
  const region = { constant_value: "us-east-1" };

  it("is judged where the provider says region and account", async () => {
    const review = await made({
      region,
      allowed_account_ids: { constant_value: [account] },
    });
    expect(unknownOf(review)).not.toContain(
      "whether the trust policy lets it in",
    );
  });

  it("isn't where it says no account", async () => {
    expect(unknownOf(await made({ region }))).toContain(
      "whether the trust policy lets it in",
    );
  });
});
