import type { Review } from "../../modules/review";
import {
  account,
  flagIds,
  irsaTrust,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const roleArn = `arn:aws:iam::${account}:role/echo`;

function podTrust(tags: Readonly<Record<string, string>>): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: {
          StringEquals: Object.fromEntries(
            Object.entries(tags).map(([key, value]) => [
              `aws:RequestTag/${key}`,
              value,
            ]),
          ),
        },
      },
    ],
  };
}

const pinned = podTrust({
  "kubernetes-namespace": "echo",
  "kubernetes-service-account": "aws-sa",
});

function roleOf(trust: unknown): PlannedResource {
  const role = roleFields("echo", trust);
  return { address: "aws_iam_role.echo", before: role, after: role };
}

/** Service account, kind, path, how much is known and what isn't, of each row of a service account. */
function subjectsOf({ changes, notReviewable }: Review): readonly string[] {
  return [
    ...changes.flatMap(({ subject, kind, after, knowledge }) =>
      subject
        ? [
            `${subject.namespace}/${subject.serviceAccount} ${kind} ${after?.path ?? "nothing"}: ${knowledge}`,
          ]
        : [],
    ),
    ...notReviewable.map(({ message }) => message),
  ];
}

function association(
  after: Readonly<Record<string, unknown>>,
  unknown: Readonly<Record<string, unknown>>,
): PlannedResource {
  return {
    address: "aws_eks_pod_identity_association.x",
    after: { cluster_name: "prod-us", role_arn: roleArn, ...after },
    unknown: { association_arn: true, ...unknown },
    expressions: {
      namespace: { references: ["local.namespace"] },
      service_account: { references: ["local.name"] },
    },
  };
}

describe("an association whose service account isn't known", () => {
  it.each([
    [
      "namespace",
      { service_account: "aws-sa" },
      { namespace: true },
      "${local.namespace}/aws-sa",
    ],
    [
      "name",
      { namespace: "echo" },
      { service_account: true },
      "echo/${local.name}",
    ],
  ])("by its %s may get the role", async (_, after, unknown, name) => {
    const review = await reviewOf([
      roleOf(pinned),
      association(after, unknown),
    ]);

    expect(subjectsOf(review)).toEqual([
      `${name} gains pod-identity: partly known`,
    ]);
    expect(review.changes[0]?.unknown).toContain(
      "whether the trust policy lets it in",
    );
  });

  it("gets none where what is known of it is denied", async () => {
    const review = await reviewOf([
      roleOf(podTrust({ "eks-cluster-name": "another" })),
      association({ service_account: "aws-sa" }, { namespace: true }),
    ]);

    expect(review.changes[0]?.unknown).toContain(
      "whether the trust policy lets it in",
    );
  });
});

describe("an add-on", () => {
  const addon = (
    name: string,
    after: Readonly<Record<string, unknown>>,
    unknown: Readonly<Record<string, unknown>> = {},
    sensitive: Readonly<Record<string, unknown>> = {},
  ): PlannedResource => ({
    address: "aws_eks_addon.x",
    after: { addon_name: name, cluster_name: "prod-us", ...after },
    unknown,
    sensitive,
    expressions: {
      pod_identity_association: [
        {
          role_arn: {
            references: ["aws_iam_role.echo.arn", "aws_iam_role.echo"],
          },
        },
      ],
    },
  });

  it("of an unknown kind may get the role by an association", async () => {
    const review = await reviewOf([
      roleOf(pinned),
      addon("some-vendor_agent", {
        pod_identity_association: [
          { role_arn: roleArn, service_account: "agent" },
        ],
      }),
    ]);

    expect(subjectsOf(review)).toEqual([
      "(namespace of some-vendor_agent)/agent gains pod-identity: partly known",
    ]);
  });

  it("of an unknown kind may get the role by its annotation", async () => {
    const review = await reviewOf([
      roleOf(irsaTrust()),
      addon("some-vendor_agent", { service_account_role_arn: roleArn }),
    ]);

    expect(subjectsOf(review)).toEqual([
      "(namespace of some-vendor_agent)/(service account of some-vendor_agent) gains irsa: partly known",
    ]);
  });

  it("whose associations are known after apply may get the role that they are made from", async () => {
    const review = await reviewOf([
      roleOf(pinned),
      addon("vpc-cni", {}, { pod_identity_association: true }),
    ]);

    expect(subjectsOf(review)).toEqual([
      "kube-system/(service accounts of vpc-cni) gains pod-identity: partly known",
    ]);
  });

  it("can't be reviewed where its associations are sensitive", async () => {
    const review = await reviewOf([
      roleOf(pinned),
      addon(
        "vpc-cni",
        {
          pod_identity_association: [
            { role_arn: roleArn, service_account: "x" },
          ],
        },
        {},
        { pod_identity_association: true },
      ),
    ]);

    expect(subjectsOf(review)).toEqual([
      "kube-system/(service accounts of vpc-cni) gains pod-identity: not reviewable",
      "(sensitive): which role it is isn't known: (sensitive)",
    ]);
  });
});

it.each<[string, PlannedResource]>([
  [
    "an association",
    {
      address: "aws_eks_pod_identity_association.x",
      after: {
        cluster_name: "prod-us",
        namespace: "echo",
        service_account: "aws-sa",
        role_arn: roleArn,
      },
      sensitive: { role_arn: true },
    },
  ],
  [
    "an attachment",
    {
      address: "aws_iam_role_policy_attachment.x",
      after: {
        role: "echo",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      },
      sensitive: { role: true },
    },
  ],
])(
  "the role of %s that is sensitive can't be reviewed",
  async (_, resource) => {
    const review = await reviewOf([roleOf(pinned), resource]);

    expect(review.notReviewable).toMatchObject([
      { message: "(sensitive): which role it is isn't known: (sensitive)" },
    ]);
  },
);

it("the role of an attachment that isn't known can't be reviewed", async () => {
  const review = await reviewOf([
    roleOf(pinned),
    {
      address: "aws_iam_role_policy_attachment.x",
      after: { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      unknown: { role: true },
      expressions: { role: { references: ["local.role"] } },
    },
  ]);

  expect(review.notReviewable).toMatchObject([
    { message: "${local.role}: which role it is isn't known: ${local.role}" },
  ]);
  expect(flagIds(review)).toContain("dangerous-managed-policy");
});
