import type { Review } from "../../modules/review";
import { policyText, reviewOf, type PlannedResource } from "./support/plan";

const trust = (condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        ...(condition && { Condition: condition }),
      },
    ],
  });

interface Case {
  /** Keys of the roles, as in an address. */
  readonly roles: readonly string[];
  /** Keys of the associations; the first one's roles are looked at. */
  readonly associations: readonly string[];
  readonly references: readonly string[];
  /** The expression, where the configuration is JSON. */
  readonly text?: string;
}

/** A plan's configuration, in which associations name their roles by an expression. */
function naming(expression: Readonly<Record<string, unknown>>) {
  return {
    configuration: {
      root_module: {
        resources: [
          { address: "aws_iam_role.r", expressions: {} },
          {
            address: "aws_eks_pod_identity_association.a",
            expressions: { role_arn: expression },
          },
        ],
      },
    },
  };
}

/** What the first association's service account may do by roles whose ARNs are known after apply. */
async function grantedBy({
  roles,
  associations,
  references,
  text,
}: Case): Promise<readonly string[]> {
  const named = (key: string): string => key.replaceAll('"', "");
  const resources: readonly PlannedResource[] = [
    ...roles.flatMap((key): readonly PlannedResource[] => [
      {
        address: `aws_iam_role.r[${key}]`,
        after: { name: named(key), assume_role_policy: trust() },
        unknown: { arn: true },
      },
      {
        address: `aws_iam_role_policy.p[${key}]`,
        after: {
          name: "p",
          role: named(key),
          policy: policyText([`s3:Get${roles.indexOf(key)}`], ["arn:a"]),
        },
      },
    ]),
    ...associations.map((key) => ({
      address: `aws_eks_pod_identity_association.a[${key}]`,
      after: {
        cluster_name: "c",
        namespace: "n",
        service_account: key === associations[0] ? "first" : named(key),
      },
      unknown: { role_arn: true },
    })),
  ];
  const review = await reviewOf(
    resources,
    naming({
      references,
      ...(text !== undefined && { constant_value: text }),
    }),
  );
  return (
    review.changes
      .find(({ subject }) => subject?.serviceAccount === "first")
      ?.added.map(({ action }) => action) ?? []
  );
}

const two = ['"echo"', '"echo-admin"'];

describe("an instance whose key a plan doesn't show", () => {
  it.each<readonly [string, Case]>([
    [
      "a role has no like among those that name it",
      {
        roles: two,
        associations: ['"echo"'],
        references: ["aws_iam_role.r", "each.key"],
      },
    ],
    [
      "there are more of a count",
      {
        roles: ["0", "1"],
        associations: ["0"],
        references: ["aws_iam_role.r", "count.index"],
      },
    ],
    [
      "the own key isn't one of the roles'",
      {
        roles: two,
        associations: ['"other"', ...two],
        references: ["aws_iam_role.r", "each.key"],
      },
    ],
    [
      "the expression doesn't name the own key",
      {
        roles: two,
        associations: two,
        references: ["aws_iam_role.r"],
      },
    ],
    [
      "one is named by its key and another by the own one",
      {
        roles: two,
        associations: two,
        references: [
          "each.key",
          'aws_iam_role.r["echo"].arn',
          'aws_iam_role.r["echo"]',
          "aws_iam_role.r",
          "aws_iam_role.r",
          "each.key",
        ],
      },
    ],
    [
      "a JSON configuration makes it from the own key",
      {
        roles: ["0", "1"],
        associations: ["0", "1"],
        references: ["aws_iam_role.r", "count.index"],
        text: "${aws_iam_role.r[1 - count.index].arn}",
      },
    ],
  ])("may be any where %s", async (_, one) => {
    expect(await grantedBy(one)).toEqual(["s3:Get0", "s3:Get1"]);
  });

  it.each<readonly [string, Case]>([
    [
      "the roles and those that name them have the same keys",
      {
        roles: two,
        associations: two,
        references: ["aws_iam_role.r", "each.key"],
      },
    ],
    [
      "there are as many of a count",
      {
        roles: ["0", "1"],
        associations: ["0", "1"],
        references: ["aws_iam_role.r", "count.index"],
      },
    ],
    [
      "there are fewer roles",
      {
        roles: two,
        associations: [...two, '"other"'],
        references: ["aws_iam_role.r", "each.key"],
      },
    ],
    [
      "a JSON configuration says so",
      {
        roles: two,
        associations: ['"echo"'],
        references: ["aws_iam_role.r", "each.key"],
        text: "${aws_iam_role.r[each.key].arn}",
      },
    ],
  ])("is the own one's where %s", async (_, one) => {
    expect(await grantedBy(one)).toEqual(["s3:Get0"]);
  });
});

describe("roles that an association may be of, where each lets one service account in", () => {
  const names = ["first", "second", "third"];
  const pinned = (serviceAccount: string): string =>
    trust({
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn":
          "arn:aws:eks:us-east-1:111122223333:cluster/c",
        "aws:RequestTag/kubernetes-namespace": "n",
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    });

  /** The review of associations of some of three new roles, by a key that a plan doesn't show. */
  const reviewOfSome = (serviceAccounts: readonly string[]): Promise<Review> =>
    reviewOf(
      [
        ...names.flatMap((name): readonly PlannedResource[] => [
          {
            address: `aws_iam_role.r["${name}"]`,
            after: { name, assume_role_policy: pinned(name) },
            unknown: { arn: true },
          },
          {
            address: `aws_iam_role_policy.p["${name}"]`,
            after: {
              name: "p",
              role: name,
              policy: policyText(
                [name === "third" ? "*" : `s3:Get${name}`],
                ["*"],
              ),
            },
          },
        ]),
        ...serviceAccounts.map((serviceAccount) => ({
          address: `aws_eks_pod_identity_association.a["${serviceAccount}"]`,
          after: {
            cluster_name: "c",
            namespace: "n",
            service_account: serviceAccount,
          },
          unknown: { role_arn: true },
        })),
      ],
      naming({ references: ["aws_iam_role.r", "each.key"] }),
    );

  it("are those that let it in", async () => {
    const { changes } = await reviewOfSome(["first", "second"]);
    for (const name of ["first", "second"]) {
      const row = changes.find(
        ({ subject }) => subject?.serviceAccount === name,
      );
      expect(row?.after?.role).toBe(name);
      expect(row?.added.map(({ action }) => action)).toEqual([`s3:Get${name}`]);
      expect(row?.flags.map(({ id }) => id)).not.toContain("full-access");
      expect(row?.unknown).toContain("${aws_iam_role.r}");
    }
    expect(
      changes.flatMap(({ flags }) => flags.map(({ id }) => id)),
    ).not.toContain("path-refused");
  });

  it("are all said to refuse it where none lets it in", async () => {
    const { changes, flags } = await reviewOfSome(["other"]);
    expect(changes.map(({ subject }) => subject?.serviceAccount)).not.toContain(
      "third",
    );
    expect(
      [...flags, ...changes.flatMap((change) => change.flags)].filter(
        ({ id }) => id === "path-refused",
      ),
    ).not.toEqual([]);
  });
});
