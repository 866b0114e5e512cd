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

function stays(
  address: string,
  fields: Readonly<Record<string, unknown>>,
): PlannedResource {
  return { address, before: fields, after: fields };
}

function inline(role: string): Readonly<Record<string, unknown>> {
  return { name: "p", role, policy: everything };
}

/** What each row is about, and the actions that it says are added. */
async function rowsOf(
  resources: readonly PlannedResource[],
): Promise<readonly string[]> {
  const { changes } = await reviewOf(resources);
  return changes.map(({ subject, after, added }) =>
    [
      subject ? subject.serviceAccount : after?.role,
      ...added.map(({ action }) => action),
    ].join(" "),
  );
}

describe("a service account with two roles", () => {
  const broad = stays("aws_iam_role.broad", roleFields("broad", irsaTrust()));
  const granted = stays("aws_iam_role_policy.broad", inline("broad"));
  const gains: PlannedResource = {
    address: "aws_iam_role_policy.shared",
    after: inline("shared"),
  };

  function shared(principal: unknown): PlannedResource {
    const trust = irsaTrust() as { readonly Statement: readonly unknown[] };
    return stays(
      "aws_iam_role.shared",
      roleFields("shared", {
        Version: "2012-10-17",
        Statement: [
          ...trust.Statement,
          ...(principal === undefined
            ? []
            : [
                {
                  Effect: "Allow",
                  Principal: principal,
                  Action: "sts:AssumeRole",
                },
              ]),
        ],
      }),
    );
  }

  it("hides nothing from whoever else gets one of them", async () => {
    const resources = [
      broad,
      granted,
      shared({ AWS: `arn:aws:iam::${account}:user/eve` }),
      gains,
    ];

    expect(await rowsOf(resources)).toContain(
      `arn:aws:iam::${account}:role/shared *`,
    );
    expect(flagIds(await reviewOf(resources))).toContain("full-access");
  });

  it("gains nothing by one of them that it has by the other", async () => {
    expect(await rowsOf([broad, granted, shared(undefined), gains])).toEqual([
      "aws-sa",
    ]);
  });

  it.each<[string, PlannedResource, PlannedResource]>([
    [
      "a Deny holds back",
      stays("aws_iam_role.broad", roleFields("broad", irsaTrust())),
      stays("aws_iam_role_policy.deny", {
        name: "deny",
        role: "broad",
        policy: policyText(["s3:DeleteBucket"], ["*"], { Effect: "Deny" }),
      }),
    ],
    [
      "a boundary holds back",
      stays(
        "aws_iam_role.broad",
        roleFields("broad", irsaTrust(), {
          permissions_boundary: `arn:aws:iam::${account}:policy/strict`,
        }),
      ),
      stays("aws_iam_role_policy.other", { ...inline("broad"), name: "other" }),
    ],
    [
      "is in another account",
      stays("aws_iam_role.broad", {
        ...roleFields("broad", irsaTrust()),
        arn: "arn:aws:iam::999988887777:role/broad",
      }),
      stays("aws_iam_role_policy.other", { ...inline("broad"), name: "other" }),
    ],
  ])(
    "gains by one of them what the other had and %s",
    async (_, one, other) => {
      expect(
        await rowsOf([one, other, granted, shared(undefined), gains]),
      ).toEqual(["aws-sa *"]);
    },
  );

  it("gains an AWS policy that it had by a role in another account", async () => {
    const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    const review = await reviewOf([
      stays("aws_iam_role.broad", {
        ...roleFields("broad", irsaTrust()),
        arn: "arn:aws:iam::999988887777:role/broad",
      }),
      stays("aws_iam_role_policy_attachment.broad", {
        role: "broad",
        policy_arn: administrator,
      }),
      shared(undefined),
      {
        address: "aws_iam_role_policy_attachment.shared",
        after: { role: "shared", policy_arn: administrator },
      },
    ]);

    expect(flagIds(review)).toContain("dangerous-managed-policy");
  });

  it("gains what it only may have had by the other", async () => {
    const undecidable = roleFields(
      "broad",
      irsaTrust(undefined, {
        StringEquals: { "example.com/unheard-of": "x" },
      }),
    );

    expect(
      await rowsOf([
        stays("aws_iam_role.broad", undecidable),
        granted,
        stays("kubernetes_service_account_v1.x", {
          metadata: [
            {
              namespace: "echo",
              name: "aws-sa",
              annotations: {
                "eks.amazonaws.com/role-arn": `arn:aws:iam::${account}:role/broad`,
              },
            },
          ],
        }),
        shared(undefined),
        gains,
      ]),
    ).toEqual(["aws-sa *"]);
  });

  it("gains nothing by a role that it may have had and may have", async () => {
    const undecidable = roleFields(
      "broad",
      irsaTrust(undefined, {
        StringEquals: { "example.com/unheard-of": "x" },
      }),
    );

    expect(
      await rowsOf([
        {
          address: "aws_iam_role.broad",
          before: undecidable,
          after: {
            ...undecidable,
            permissions_boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          },
        },
        granted,
      ]),
    ).not.toContain("aws-sa *");
  });
});
