import type { AccessChange } from "../../modules/review";
import {
  account,
  host,
  irsaTrust,
  policyText,
  providerArn,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const role = roleFields("echo", irsaTrust());
const roleArn = `arn:aws:iam::${account}:role/echo`;
const existing: PlannedResource = {
  address: "aws_iam_role.echo",
  before: role,
  after: role,
};
const read = policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]);
const readGrant = "Allow s3:GetObject on arn:aws:s3:::a/*";
const readOnly = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";

async function changesOf(
  ...resources: readonly PlannedResource[]
): Promise<readonly AccessChange[]> {
  const review = await reviewOf(resources);
  expect(review.notReviewable).toEqual([]);
  return review.changes;
}

function grantsOf({ added, removed }: AccessChange): readonly string[] {
  return [
    ...added.map(
      ({ effect, action, resource }) => `+ ${effect} ${action} on ${resource}`,
    ),
    ...removed.map(
      ({ effect, action, resource }) => `- ${effect} ${action} on ${resource}`,
    ),
  ];
}

function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1);
  return list[0] as T;
}

const policyArn = `arn:aws:iam::${account}:policy/read`;
const policy: PlannedResource = {
  address: "aws_iam_policy.read",
  before: { name: "read", path: "/", arn: policyArn, policy: read },
  after: { name: "read", path: "/", arn: policyArn, policy: read },
};

describe("a role's policies", () => {
  it.each<[string, readonly PlannedResource[]]>([
    [
      "an inline policy",
      [
        existing,
        {
          address: "aws_iam_role_policy.x",
          after: { name: "p", role: "echo", policy: read },
        },
      ],
    ],
    [
      "an attachment",
      [
        existing,
        policy,
        {
          address: "aws_iam_role_policy_attachment.x",
          after: { role: "echo", policy_arn: policyArn },
        },
      ],
    ],
    [
      "an exclusive attachment of a policy",
      [
        existing,
        policy,
        {
          address: "aws_iam_policy_attachment.x",
          after: { roles: ["other", "echo"], policy_arn: policyArn },
        },
      ],
    ],
    [
      "an exclusive resource that attaches what isn't attached",
      [
        existing,
        policy,
        {
          address: "aws_iam_role_policy_attachments_exclusive.x",
          after: { role_name: "echo", policy_arns: [policyArn] },
        },
      ],
    ],
    [
      "an exclusive resource that names what an attachment made now attaches",
      [
        existing,
        {
          address: "aws_iam_policy.read",
          after: { name: "read", path: "/", policy: read },
          unknown: { arn: true },
        },
        {
          address: "aws_iam_role_policy_attachment.x",
          after: { role: "echo" },
          unknown: { policy_arn: true },
          expressions: {
            policy_arn: {
              references: ["aws_iam_policy.read.arn", "aws_iam_policy.read"],
            },
          },
        },
        {
          address: "aws_iam_role_policy_attachments_exclusive.x",
          after: { role_name: "echo", policy_arns: [null] },
          unknown: { policy_arns: [true] },
          expressions: {
            policy_arns: {
              references: [
                "aws_iam_role_policy_attachment.x.policy_arn",
                "aws_iam_role_policy_attachment.x",
              ],
            },
          },
        },
      ],
    ],
    [
      "the role's inline_policy",
      [
        {
          ...existing,
          after: { ...role, inline_policy: [{ name: "p", policy: read }] },
          expressions: { inline_policy: [{}] },
        },
      ],
    ],
    [
      "the role's managed_policy_arns",
      [
        policy,
        {
          ...existing,
          after: { ...role, managed_policy_arns: [policyArn] },
          expressions: { managed_policy_arns: {} },
        },
      ],
    ],
    [
      "an attachment of a policy that is made now",
      [
        existing,
        {
          address: "aws_iam_policy.read",
          after: { name: "read", path: "/", policy: read },
          unknown: { arn: true },
        },
        {
          address: "aws_iam_role_policy_attachment.x",
          after: { role: "echo" },
          unknown: { policy_arn: true },
          expressions: {
            policy_arn: {
              references: ["aws_iam_policy.read.arn", "aws_iam_policy.read"],
            },
          },
        },
      ],
    ],
    [
      "an attachment by the ARN of a policy that is made now",
      [
        existing,
        {
          address: "aws_iam_policy.read",
          after: { name: "read", path: "/", policy: read },
          unknown: { arn: true },
        },
        {
          address: "aws_iam_role_policy_attachment.x",
          after: { role: "echo", policy_arn: policyArn },
        },
      ],
    ],
  ])("come by %s", async (_, resources) => {
    const changes = await changesOf(...resources);
    const change = only(changes.filter(({ subject }) => subject !== undefined));

    expect(change).toMatchObject({
      kind: "changes",
      subject: { namespace: "echo", serviceAccount: "aws-sa" },
    });
    expect(grantsOf(change)).toEqual([`+ ${readGrant}`]);
  });

  it("that were put there elsewhere stay, and those of a deleted attachment go", async () => {
    const filled = { ...role, managed_policy_arns: [policyArn, readOnly] };

    const change = only(
      await changesOf(
        policy,
        { address: "aws_iam_role.echo", before: filled, after: filled },
        {
          address: "aws_iam_role_policy_attachment.x",
          before: { role: "echo", policy_arn: policyArn },
        },
      ),
    );

    expect(grantsOf(change)).toEqual([`- ${readGrant}`]);
    expect(change.unknown).toEqual([readOnly]);
  });

  it("that aren't in the plan are said to come and to go", async () => {
    const attached = (arn: string): Readonly<Record<string, unknown>> => ({
      role: "echo",
      policy_arn: arn,
    });
    const change = only(
      await changesOf(
        existing,
        {
          address: "aws_iam_role_policy_attachment.x",
          before: attached(readOnly),
        },
        {
          address: "aws_iam_role_policy_attachment.y",
          after: attached(`${readOnly}2`),
        },
      ),
    );

    expect(change.unknown).toEqual([`${readOnly}2`, `until now ${readOnly}`]);
  });

  it("that were put there elsewhere go where a resource takes everything else away", async () => {
    const filled = {
      ...role,
      inline_policy: [{ name: "by-hand", policy: read }],
    };

    const change = only(
      await changesOf(
        { address: "aws_iam_role.echo", before: filled, after: filled },
        {
          address: "aws_iam_role_policies_exclusive.x",
          after: { role_name: "echo", policy_names: [] },
        },
      ),
    );

    expect(grantsOf(change)).toEqual([`- ${readGrant}`]);
  });

  it("that move from one policy to another are no news", async () => {
    const change = only(
      await changesOf(
        existing,
        {
          address: "aws_iam_role_policy.a",
          before: { name: "a", role: "echo", policy: read },
        },
        {
          address: "aws_iam_role_policy.b",
          after: { name: "b", role: "echo", policy: read },
        },
      ),
    );

    expect(change.kind).toBe("replaced");
    expect(grantsOf(change)).toEqual([]);
  });

  it("of the same name on one role hide none of each other", async () => {
    const change = only(
      await changesOf(
        existing,
        {
          address: "aws_iam_role_policy.a",
          after: { name: "p", role: "echo", policy: read },
        },
        {
          address: "aws_iam_role_policy.b",
          after: { name: "p", role: "echo", policy: policyText(["*"], ["*"]) },
        },
      ),
    );

    expect(grantsOf(change)).toEqual([`+ ${readGrant}`, "+ Allow * on *"]);
  });

  it.each([
    ["text that is no policy", "{}"],
    [
      "statements of another spelling beside those that are read",
      JSON.stringify({
        Statement: [{ Effect: "Allow", Action: "s3:Get", Resource: "a" }],
        statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    ],
    [
      "a statement without a resource",
      JSON.stringify({ Statement: { Effect: "Allow", Action: "*" } }),
    ],
    [
      "an action that nothing is known of",
      policyText(["(known after apply)"], ["*"]),
    ],
    [
      "an element that isn't IAM's",
      JSON.stringify({
        Statement: {
          Effect: "Allow",
          Action: "s3:Get",
          Resource: "a",
          action: "*",
        },
      }),
    ],
    [
      "more combinations than can be read",
      policyText(
        Array.from({ length: 200 }, (_, index) => `s3:A${index}`),
        Array.from({ length: 200 }, (_, index) => `r${index}`),
      ),
    ],
    [
      "brackets without end",
      `{"Statement":{"Effect":"Allow","Action":"s3:Get","Resource":"a","Condition":${"[".repeat(4000)}${"]".repeat(4000)}}}`,
    ],
    ["more text than IAM takes", policyText(["s3:Get"], ["x".repeat(70_000)])],
  ])("can't be reviewed where they are %s", async (_, text) => {
    const review = await reviewOf([
      existing,
      {
        address: "aws_iam_role_policy.x",
        after: { name: "p", role: "echo", policy: text },
      },
    ]);

    expect(review.notReviewable).toMatchObject([
      { address: "aws_iam_role.echo" },
    ]);
    expect(review.changes.map(({ knowledge }) => knowledge)).toEqual([
      "not reviewable",
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["an element of another spelling", { principal: "*" }],
    ["an effect that isn't IAM's", { Effect: "allow" }],
  ])("can't be reviewed where its trust policy has %s", async (_, more) => {
    const review = await reviewOf([
      {
        ...existing,
        after: roleFields("echo", irsaTrust(undefined, undefined, more)),
      },
    ]);

    expect(review.notReviewable).toMatchObject([
      { address: "aws_iam_role.echo" },
    ]);
  });

  it("can't be reviewed where it isn't known which policy is attached", async () => {
    const review = await reviewOf([
      existing,
      {
        address: "aws_iam_role_policy_attachment.x",
        after: { role: "echo" },
        unknown: { policy_arn: true },
        expressions: { policy_arn: { references: ["local.arn"] } },
      },
    ]);

    expect(review.notReviewable[0]?.message).toContain(
      "which policy it is isn't known: ${local.arn}",
    );
  });
});

describe("a service account's role", () => {
  const annotations = { "eks.amazonaws.com/role-arn": roleArn };
  const open: PlannedResource = {
    address: "aws_iam_role.echo",
    before: roleFields(
      "echo",
      irsaTrust("", { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" } }),
    ),
    after: roleFields(
      "echo",
      irsaTrust("", { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" } }),
    ),
  };

  it.each<[string, PlannedResource]>([
    [
      "kubernetes_service_account",
      {
        address: "kubernetes_service_account.x",
        after: { metadata: [{ namespace: "n", name: "s", annotations }] },
      },
    ],
    [
      "kubernetes_service_account_v1",
      {
        address: "kubernetes_service_account_v1.x",
        after: { metadata: [{ namespace: "n", name: "s", annotations }] },
      },
    ],
    [
      "kubernetes_manifest",
      {
        address: "kubernetes_manifest.x",
        after: {
          manifest: {
            kind: "ServiceAccount",
            metadata: { namespace: "n", name: "s", annotations },
          },
        },
      },
    ],
    [
      "kubernetes_annotations",
      {
        address: "kubernetes_annotations.x",
        after: {
          kind: "ServiceAccount",
          metadata: [{ namespace: "n", name: "s" }],
          annotations,
        },
      },
    ],
  ])("comes by %s", async (_, resource) => {
    const changes = await changesOf(open, resource);

    expect(changes).toMatchObject([
      {
        kind: "gains",
        subject: { namespace: "n", serviceAccount: "s" },
        after: { path: "irsa", role: roleArn },
      },
    ]);
  });

  it("is the one of the service account default by kubernetes_default_service_account_v1", async () => {
    const changes = await changesOf(open, {
      address: "kubernetes_default_service_account_v1.x",
      after: { metadata: [{ namespace: "n", annotations }] },
    });

    expect(changes[0]?.subject).toEqual({
      namespace: "n",
      serviceAccount: "default",
    });
  });

  it("comes by an add-on's role", async () => {
    const changes = await changesOf(open, {
      address: "aws_eks_addon.ebs",
      after: {
        addon_name: "aws-ebs-csi-driver",
        cluster_name: "prod-us",
        service_account_role_arn: roleArn,
      },
    });

    expect(changes).toMatchObject([
      {
        subject: {
          namespace: "kube-system",
          serviceAccount: "ebs-csi-controller-sa",
        },
        after: { path: "irsa" },
      },
    ]);
  });

  it("comes by an add-on's association", async () => {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Principal: { Service: "pods.eks.amazonaws.com" },
        },
      ],
    };
    const pods = roleFields("echo", trust);
    const changes = await changesOf(
      { address: "aws_iam_role.echo", before: pods, after: pods },
      {
        address: "aws_eks_addon.cni",
        after: {
          addon_name: "vpc-cni",
          cluster_name: "prod-us",
          pod_identity_association: [
            { role_arn: roleArn, service_account: "aws-node" },
          ],
        },
      },
    );

    expect(changes).toMatchObject([
      {
        subject: { namespace: "kube-system", serviceAccount: "aws-node" },
        after: { path: "pod-identity" },
      },
    ]);
  });

  it("that isn't in the plan is opaque, and named", async () => {
    const changes = await changesOf({
      address: "kubernetes_service_account_v1.x",
      after: { metadata: [{ namespace: "n", name: "s", annotations }] },
    });

    expect(changes).toMatchObject([
      {
        kind: "gains",
        knowledge: "partly known",
        unknown: [
          "whether the trust policy lets it in",
          `${roleArn}: the role isn't in the plan`,
        ],
      },
    ]);
  });

  it("that isn't known can't be reviewed", async () => {
    const review = await reviewOf([
      {
        address: "aws_eks_pod_identity_association.x",
        after: { cluster_name: "c", namespace: "n", service_account: "s" },
        unknown: { role_arn: true },
        expressions: { role_arn: { references: ["local.role"] } },
      },
    ]);

    expect(review.notReviewable[0]?.message).toContain(
      "which role it is isn't known: ${local.role}",
    );
  });

  it("is shown with the association's target role", async () => {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Principal: { Service: "pods.eks.amazonaws.com" },
        },
      ],
    };
    const pods = roleFields("echo", trust);
    const changes = await changesOf(
      { address: "aws_iam_role.echo", before: pods, after: pods },
      {
        address: "aws_eks_pod_identity_association.x",
        after: {
          cluster_name: "c",
          namespace: "n",
          service_account: "s",
          role_arn: roleArn,
          target_role_arn: "arn:aws:iam::999999999999:role/far",
        },
      },
    );

    expect(changes[0]?.after?.role).toBe(
      `${roleArn}, arn:aws:iam::999999999999:role/far`,
    );
    expect(changes[0]?.unknown).toContain(
      "whether the target role arn:aws:iam::999999999999:role/far lets the association's role in",
    );
  });

  it("is shown as going on where Terraform forgets it", async () => {
    const review = await reviewOf([
      { address: "aws_iam_role.echo", before: role, actions: ["forget"] },
    ]);

    expect(review.changes).toEqual([]);
    expect(review.flags.map(({ id }) => id)).toEqual(["access-forgotten"]);
  });

  it("is no news where a pattern lets it in instead of its name", async () => {
    const trust = irsaTrust("", {
      StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:aws-*" },
    });
    const changes = await changesOf({
      address: "aws_iam_role.echo",
      before: role,
      after: roleFields("echo", trust),
    });

    expect(
      changes
        .map(({ kind, subject }) => `${kind} ${subject?.serviceAccount ?? ""}`)
        .sort(),
    ).toEqual(["changes aws-sa", "gains aws-*"]);
  });

  it("is lost to nobody in silence where the trust policy that comes can't be read", async () => {
    const review = await reviewOf([
      {
        address: "aws_iam_role.echo",
        before: role,
        after: { ...role, assume_role_policy: undefined },
        unknown: { assume_role_policy: true },
      },
    ]);

    expect(review.changes).toMatchObject([
      {
        kind: "changes",
        knowledge: "not reviewable",
        subject: { serviceAccount: "aws-sa" },
      },
    ]);
    expect(review.notReviewable).toHaveLength(1);
    expect(review.restarts).toEqual([]);
  });

  it("has a row of its own where somebody else is let in", async () => {
    const trust = irsaTrust() as { Statement: unknown[] };
    const changes = await changesOf({
      address: "aws_iam_role.echo",
      before: role,
      after: roleFields("echo", {
        ...trust,
        Statement: [
          ...trust.Statement,
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "lambda.amazonaws.com" },
          },
        ],
      }),
    });

    expect(
      changes.find(({ subject }) => subject === undefined)?.after
        ?.alsoAssumedBy,
    ).toEqual(["Service lambda.amazonaws.com"]);
  });

  it("is the same where the trust policy only has another order and other names", async () => {
    const trust = {
      Version: "2012-10-17",
      Statement: {
        Sid: "Irsa",
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Effect: "Allow",
        Condition: {
          StringEquals: {
            [`${host}:sub`]: ["system:serviceaccount:echo:aws-sa"],
            [`${host}:aud`]: ["sts.amazonaws.com"],
          },
        },
        Principal: { Federated: [providerArn] },
      },
    };

    expect(
      await changesOf({
        address: "aws_iam_role.echo",
        before: role,
        after: roleFields("echo", trust),
      }),
    ).toEqual([]);
  });
});

describe("restarts", () => {
  const serviceAccount = (
    more: Readonly<Record<string, string>>,
  ): Readonly<Record<string, unknown>> => ({
    metadata: [
      {
        namespace: "echo",
        name: "aws-sa",
        annotations: { "eks.amazonaws.com/role-arn": roleArn, ...more },
      },
    ],
  });

  it.each<[string, readonly PlannedResource[], string | undefined]>([
    [
      "a permission changes",
      [
        existing,
        {
          address: "aws_iam_role_policy.x",
          after: { name: "p", role: "echo", policy: read },
        },
      ],
      undefined,
    ],
    [
      "everything is new",
      [
        { address: "aws_iam_role.echo", after: role },
        {
          address: "kubernetes_service_account_v1.x",
          after: serviceAccount({}),
        },
      ],
      undefined,
    ],
    [
      "everything goes",
      [
        { address: "aws_iam_role.echo", before: role },
        {
          address: "kubernetes_service_account_v1.x",
          before: serviceAccount({}),
        },
      ],
      undefined,
    ],
    [
      "a running service account gets a role",
      [
        { address: "aws_iam_role.echo", after: role },
        {
          address: "kubernetes_service_account_v1.x",
          before: serviceAccount({}),
          after: serviceAccount({}),
        },
      ],
      "it gets IRSA: pods that run already have no credentials by it",
    ],
    [
      "the annotation that says the role goes",
      [
        existing,
        {
          address: "kubernetes_service_account_v1.x",
          before: serviceAccount({}),
          after: {
            metadata: [{ namespace: "echo", name: "aws-sa", annotations: {} }],
          },
        },
      ],
      "its role annotation goes: pods that are made from then on get no credentials, though the role lets them in",
    ],
    [
      "an annotation changes",
      [
        existing,
        {
          address: "kubernetes_service_account_v1.x",
          before: serviceAccount({}),
          after: serviceAccount({
            "eks.amazonaws.com/token-expiration": "600",
          }),
        },
      ],
      "its annotations change, which pods get when they are made",
    ],
    [
      "the service account is replaced",
      [
        existing,
        {
          address: "kubernetes_service_account_v1.x",
          before: serviceAccount({}),
          after: serviceAccount({}),
          actions: ["delete", "create"],
        },
      ],
      "the service account is replaced: tokens of the one before are void",
    ],
    [
      "the role is replaced",
      [{ ...existing, actions: ["delete", "create"] }],
      "its role is replaced: credentials of the one before are void",
    ],
  ])("where %s", async (_, resources, reason) => {
    const { restarts } = await reviewOf(resources);

    expect(restarts).toEqual(
      reason === undefined
        ? []
        : [
            {
              stack: "prod-us",
              namespace: "echo",
              serviceAccount: "aws-sa",
              reason,
            },
          ],
    );
  });
});

describe("a trust policy whose issuer isn't known yet", () => {
  it("doesn't turn an annotated service account away", async () => {
    const review = await reviewOf([
      {
        address: "data.aws_iam_policy_document.trust",
        actions: ["read"],
        after: {
          statement: [
            {
              actions: ["sts:AssumeRoleWithWebIdentity"],
              principals: [{ type: "Federated", identifiers: [null] }],
              condition: [],
            },
          ],
        },
        unknown: {
          json: true,
          statement: [{ principals: [{ identifiers: [true] }] }],
        },
      },
      {
        address: "aws_iam_role.echo",
        after: { name: "echo", path: "/" },
        unknown: { arn: true, assume_role_policy: true },
        expressions: {
          assume_role_policy: {
            references: [
              "data.aws_iam_policy_document.trust.json",
              "data.aws_iam_policy_document.trust",
            ],
          },
        },
      },
      {
        address: "kubernetes_service_account_v1.echo",
        after: {
          metadata: [
            {
              namespace: "echo",
              name: "aws-sa",
              annotations: { "eks.amazonaws.com/role-arn": roleArn },
            },
          ],
        },
      },
    ]);

    expect(
      review.changes.filter(({ subject }) => subject !== undefined),
    ).toMatchObject([
      {
        kind: "gains",
        knowledge: "partly known",
        subject: { namespace: "echo", serviceAccount: "aws-sa" },
      },
    ]);
    expect(review.flags).toEqual([]);
  });
});
