import { readPlan, reviewPlans } from "../../modules/review";
import { associated, associationFields, podTrust } from "./support/flag-plans";
import {
  account,
  host,
  irsaTrust,
  planText,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const boundary = { permissions_boundary: "arn:aws:iam::aws:policy/b" };
const target = { target_role_arn: `arn:aws:iam::${account}:role/target` };
const sessionPolicy = { policy: policyText(["s3:GetObject"], ["*"]) };
const otherPolicy = { policy: policyText(["s3:PutObject"], ["*"]) };
const elsewhere = { cluster_name: "prod-eu" };

/** A role of IRSA that changes. */
function role(before: Fields, after: Fields): readonly PlannedResource[] {
  return [{ address: "aws_iam_role.echo", before, after }];
}

/** An association that changes, of a role that lets EKS in for every one. */
function association(
  before: Fields | undefined,
  after: Fields | undefined,
): readonly PlannedResource[] {
  return associated(
    podTrust(),
    before && associationFields(before),
    after && associationFields(after),
  );
}

/** Another association of the same service account and role. */
function second(
  before: Fields | undefined,
  after: Fields | undefined,
): PlannedResource {
  return {
    address: "aws_eks_pod_identity_association.second",
    ...(before && { before: associationFields(before) }),
    ...(after && { after: associationFields(after) }),
  };
}

const irsa = roleFields("echo", irsaTrust());
const unused = irsaTrust(undefined, undefined, {
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: undefined,
});
const moreAudiences = irsaTrust(undefined, {
  StringEquals: {
    [`${host}:aud`]: ["sts.amazonaws.com", "other"],
    [`${host}:sub`]: "system:serviceaccount:echo:aws-sa",
  },
});

describe("what differs beside the grants", () => {
  it.each<
    readonly [string, readonly string[], string, readonly PlannedResource[]]
  >([
    [
      "a boundary that goes",
      ["permissions boundary"],
      "changes",
      role({ ...irsa, ...boundary }, irsa),
    ],
    [
      "a trust policy",
      ["trust policy"],
      "changes",
      role(irsa, roleFields("echo", moreAudiences)),
    ],
    [
      "a boundary and a trust policy, sorted",
      ["permissions boundary", "trust policy"],
      "changes",
      role({ ...irsa, ...boundary }, roleFields("echo", moreAudiences)),
    ],
    [
      "a role that no service account has",
      ["permissions boundary"],
      "changes",
      role(roleFields("echo", unused, boundary), roleFields("echo", unused)),
    ],
    [
      "a policy whose text the plan doesn't have",
      ["managed policies"],
      "changes",
      [
        ...role(irsa, irsa),
        {
          address: "aws_iam_role_policy_attachment.echo",
          after: {
            role: "echo",
            policy_arn: `arn:aws:iam::${account}:policy/other`,
          },
        },
      ],
    ],
    [
      "a session policy",
      ["session policy"],
      "changes",
      association(sessionPolicy, otherPolicy),
    ],
    [
      "session tags",
      ["session tags"],
      "changes",
      association({}, { disable_session_tags: true }),
    ],
    [
      "a target role",
      ["role", "target role"],
      "changes",
      association(target, {}),
    ],
    ["the cluster", ["association"], "changes", association({}, elsewhere)],
    [
      "one association more",
      ["association"],
      "changes",
      [...association(target, target), second(undefined, elsewhere)],
    ],
    [
      "one association less, beside another one",
      ["association"],
      "changes",
      [...association(sessionPolicy, undefined), second(elsewhere, elsewhere)],
    ],
    [
      "associations that swap their clusters, by cluster",
      ["session policy"],
      "changes",
      [
        ...association(sessionPolicy, { ...elsewhere, ...otherPolicy }),
        second(elsewhere, otherPolicy),
      ],
    ],
    [
      "two associations that swap their session policies",
      ["session policy"],
      "changes",
      [
        ...association(sessionPolicy, otherPolicy),
        second(
          { ...elsewhere, ...otherPolicy },
          { ...elsewhere, ...sessionPolicy },
        ),
      ],
    ],
    [
      "one of two associations",
      ["session tags"],
      "changes",
      [
        ...association(sessionPolicy, sessionPolicy),
        second(elsewhere, { ...elsewhere, disable_session_tags: true }),
      ],
    ],
    [
      "the path",
      ["path", "trust policy"],
      "changes",
      [
        ...role(irsa, roleFields("echo", podTrust())),
        {
          address: "aws_eks_pod_identity_association.echo",
          after: associationFields(),
        },
      ],
    ],
    [
      "the role",
      ["role"],
      "changes",
      [
        ...association({}, { role_arn: `arn:aws:iam::${account}:role/other` }),
        {
          address: "aws_iam_role.other",
          before: roleFields("other", podTrust()),
          after: roleFields("other", podTrust()),
        },
      ],
    ],
    ["nothing, of a gain", [], "gains", association(undefined, target)],
    ["nothing, of a loss", [], "loses", association(target, undefined)],
    [
      "nothing, of a replacement",
      [],
      "replaced",
      [
        {
          address: "aws_iam_role.echo",
          before: irsa,
          after: irsa,
          actions: ["delete", "create"],
        },
      ],
    ],
    [
      "nothing, of grants",
      [],
      "changes",
      [
        ...role(irsa, irsa),
        {
          address: "aws_iam_role_policy.echo",
          after: { name: "p", role: "echo", ...sessionPolicy },
        },
      ],
    ],
  ])("%s", async (_, expected, kind, resources) => {
    const { changes } = await reviewOf(resources);

    expect(changes.map((change) => [change.kind, change.changedParts])).toEqual(
      [[kind, expected]],
    );
  });

  it("a session policy that Terraform marks as sensitive and that goes", async () => {
    const resources = association(sessionPolicy, {}).map((resource) => ({
      ...resource,
      sensitive: { policy: true },
    }));
    const text = planText(resources).replaceAll(
      '"after_sensitive":{"policy":true}',
      '"after_sensitive":{}',
    );
    const { changes } = await reviewPlans({
      plans: [readPlan("prod-us", text)],
    });

    expect(changes.map((change) => [change.kind, change.changedParts])).toEqual(
      [["changes", ["session policy"]]],
    );
  });

  it("keeps rows of two stacks apart where it isn't the same", async () => {
    const plans = [
      readPlan("prod-eu", planText(association({}, elsewhere))),
      readPlan("prod-us", planText(association({}, sessionPolicy))),
    ];
    const { changes } = await reviewPlans({ plans });

    expect(
      changes.map(({ stacks, changedParts }) => [stacks, changedParts]),
    ).toEqual([
      [["prod-eu"], ["association"]],
      [["prod-us"], ["session policy"]],
    ]);
  });
});

describe("a role that isn't in the plan", () => {
  const own = `arn:aws:iam::${account}:role/x`;
  const other = "arn:aws:iam::444455556666:role/x";
  const annotated = (name: string, arn: string): Fields => ({
    metadata: [
      {
        name,
        namespace: "echo",
        annotations: { "eks.amazonaws.com/role-arn": arn },
      },
    ],
  });
  const associatedWith = (name: string, arn: string): Fields =>
    associationFields({ service_account: name, role_arn: arn });

  it.each<readonly [string, string, typeof annotated]>([
    ["an annotation", "kubernetes_service_account_v1", annotated],
    ["an association", "aws_eks_pod_identity_association", associatedWith],
  ])("is another one of another account, by %s", async (_, type, fields) => {
    const { changes } = await reviewOf([
      {
        address: `${type}.goes`,
        before: fields("goes", own),
        after: fields("goes", other),
      },
      {
        address: `${type}.stays`,
        before: fields("stays", own),
        after: fields("stays", own),
      },
    ]);

    expect(
      changes.map(({ subject, changedParts, before, after }) => [
        subject?.serviceAccount,
        changedParts,
        before?.role,
        after?.role,
      ]),
    ).toEqual([["goes", ["role"], own, other]]);
  });
});
