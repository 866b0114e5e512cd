import {
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

/** A new role whose ARN isn't known yet, which lets the service account `echo/<name>` in. */
function newRole(name: string): PlannedResource {
  return {
    address: `aws_iam_role.${name}`,
    after: {
      name,
      path: "/",
      assume_role_policy: JSON.stringify(
        irsaTrust(`system:serviceaccount:echo:${name}`),
      ),
    },
    unknown: { arn: true, id: true },
  };
}

const policy: PlannedResource = {
  address: "aws_iam_role_policy.x",
  after: { name: "p", policy: policyText(["iam:*"], ["*"]) },
  unknown: { role: true },
  expressions: { role: { references: ["local.names"] } },
};

/** By service account what isn't known, and what can't be reviewed. */
async function saidOf(
  resources: readonly PlannedResource[],
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { changes, notReviewable } = await reviewOf(resources, overrides);
  return {
    ...Object.fromEntries(
      changes.map(({ subject, after, unknown }) => [
        subject?.serviceAccount ?? after?.role ?? "nobody",
        unknown,
      ]),
    ),
    notReviewable: notReviewable.map(({ message }) => message),
  };
}

describe("a role that is named by a local value", () => {
  it("can't be reviewed, and may be each that is made now", async () => {
    const known = roleFields("known", irsaTrust());

    expect(
      await saidOf([
        newRole("new"),
        {
          address: "aws_iam_role.known",
          before: known,
          after: {
            ...known,
            permissions_boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          },
        },
        policy,
      ]),
    ).toEqual({
      new: ["whether it is the role ${local.names}"],
      "aws-sa": [],
      "${local.names}": [
        "${local.names}",
        "${local.names}: the role isn't in the plan",
      ],
      notReviewable: [
        "${local.names}: which role it is isn't known: ${local.names}",
      ],
    });
  });

  it.each([
    [10, "whether it is the role ${local.r1}"],
    [11, "whether it is one of 11 roles that can't be told"],
  ])("is one of %i briefly", async (count, text) => {
    const said = await saidOf([
      newRole("new"),
      ...Array.from({ length: count }, (_, index) => ({
        ...policy,
        address: `aws_iam_role_policy.x${index + 1}`,
        expressions: { role: { references: [`local.r${index + 1}`] } },
      })),
    ]);

    expect(said.new).toContain(text);
    expect(said.new).toHaveLength(count === 10 ? 10 : 1);
  });

  it("isn't one that is made now where no policy is put on it", async () => {
    expect(await saidOf([newRole("new")])).toEqual({
      new: [],
      notReviewable: [],
    });
  });

  it("isn't one of another account", async () => {
    const providerOf = (account: string): object => ({
      name: "aws",
      expressions: { allowed_account_ids: { constant_value: [account] } },
    });
    const said = await saidOf([newRole("own"), newRole("other"), policy], {
      configuration: {
        provider_config: {
          aws: providerOf("111122223333"),
          "aws.other": providerOf("444455556666"),
        },
        root_module: {
          resources: [
            { address: "aws_iam_role.own", provider_config_key: "aws" },
            { address: "aws_iam_role.other", provider_config_key: "aws.other" },
            {
              address: policy.address,
              provider_config_key: "aws",
              expressions: policy.expressions,
            },
          ],
        },
      },
    });

    expect(said.own).toEqual(["whether it is the role ${local.names}"]);
    expect(said.other).toEqual([]);
  });
});
