import {
  accepting,
  account,
  irsaTrust,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const other = "arn:aws:iam::999988887777:role/echo";
const own = `arn:aws:iam::${account}:role/echo`;

const annotated = (arn: string): PlannedResource => ({
  address: "kubernetes_service_account_v1.echo",
  after: {
    metadata: [
      {
        namespace: "echo",
        name: "aws-sa",
        annotations: { "eks.amazonaws.com/role-arn": arn },
      },
    ],
  },
});

const made: PlannedResource = {
  address: "aws_iam_role.echo",
  after: { ...roleFields("echo", irsaTrust()), arn: undefined },
  unknown: { arn: true },
};
const elsewhere = roleFields("other", irsaTrust("system:serviceaccount:x:y"));
const existing: PlannedResource = {
  address: "aws_iam_role.other",
  before: elsewhere,
  after: elsewhere,
};

/** Roles and what isn't known of them, of the service account's row. */
async function rowOf(
  ...resources: readonly PlannedResource[]
): Promise<readonly [string | undefined, readonly string[] | undefined]> {
  const { changes } = await reviewOf(resources);
  const row = changes.find(({ subject }) => subject?.namespace === "echo");
  return [row?.after?.role, row?.unknown];
}

describe("a role's ARN in another account", () => {
  it("isn't the role of the same name that is made now", async () => {
    const [role, unknown] = await rowOf(existing, made, annotated(other));

    expect(role).toContain(other);
    expect(unknown).toContain(`${other}: the role isn't in the plan`);
  });

  it("isn't the role of the same name that goes", async () => {
    const [role] = await rowOf(
      { address: "aws_iam_role.echo", before: roleFields("echo", irsaTrust()) },
      annotated(other),
    );

    expect(role).toBe(other);
  });

  it("is told by the account that the provider accepts", async () => {
    const { changes } = await reviewOf(
      [made, annotated(other)],
      accepting([account], made.address),
    );

    expect(
      changes.find(({ subject }) => subject?.namespace === "echo")?.after?.role,
    ).toContain(other);
  });

  it("may be that of the role where no account is known", async () => {
    const [role, unknown] = await rowOf(made, annotated(own));

    expect(role).toBe("echo");
    expect(unknown).toContain(`whether ${own} is in the account of echo`);
  });

  it("is the role's where the account is the plan's", async () => {
    const [role, unknown] = await rowOf(existing, made, annotated(own));

    expect(role).toBe("echo");
    expect(unknown).toEqual([]);
  });
});
