import { flagRules } from "../../modules/review/flags";
import {
  associated,
  associationFields,
  attaching,
  audience,
  echo,
  granting,
  other,
  pinned,
  podTrust,
  provider,
  subject,
  together,
  trusting,
} from "./support/flag-plans";
import {
  account,
  flagIds,
  host,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const annotated = {
  metadata: [
    {
      namespace: "echo",
      name: "aws-sa",
      annotations: {
        "eks.amazonaws.com/role-arn": `arn:aws:iam::${account}:role/echo`,
      },
    },
  ],
};

/** Rule, severity, and resources in which it finds something. */
const cases: readonly (readonly [
  string,
  string,
  readonly PlannedResource[],
])[] = [
  [
    "trust-unknown-issuer",
    "high",
    trusting(
      irsaTrust(undefined, undefined, {
        Principal: { Federated: "${terraform_data.x.output}" },
      }),
    ),
  ],
  [
    "oidc-provider-changes",
    "medium",
    [
      {
        address: "aws_iam_openid_connect_provider.x",
        after: { ...provider, url: "idp.example" },
      },
    ],
  ],
  [
    "runs-commands",
    "high",
    [
      {
        address: "null_resource.x",
        after: {},
        configuration: { provisioners: [{ type: "local-exec" }] },
      },
    ],
  ],
  ["unread-access", "high", [{ address: "aws_iam_access_key.x", after: {} }]],
  [
    "trust-any-subject",
    "high",
    trusting(irsaTrust("", { StringEquals: audience })),
  ],
  [
    "trust-condition-removed",
    "high",
    trusting(
      irsaTrust(),
      irsaTrust("", {
        StringEquals: { ...audience, ...subject },
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      }),
    ),
  ],
  [
    "trust-wildcard-subject",
    "high",
    trusting(
      irsaTrust("", {
        StringEquals: audience,
        StringLike: { [`${host}:sub`]: "system:serviceaccount:*:aws-sa" },
      }),
    ),
  ],
  [
    "trust-wildcard-subject",
    "high",
    trusting(
      irsaTrust("", {
        StringEquals: audience,
        StringLike: { [`${host}:sub`]: "system:*" },
      }),
    ),
  ],
  [
    "trust-wildcard-subject",
    "medium",
    trusting(
      irsaTrust("", {
        StringEquals: audience,
        StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:*" },
      }),
    ),
  ],
  [
    "trust-wildcard-subject",
    "medium",
    trusting(
      irsaTrust("", {
        StringEquals: { ...audience, [`${host}:sub`]: `\${${host}:sub}` },
        StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:*" },
      }),
    ),
  ],
  [
    "trust-missing-audience",
    "medium",
    trusting(irsaTrust("", { StringEquals: subject })),
  ],
  [
    "trust-if-exists",
    "high",
    trusting(
      irsaTrust("", { StringEquals: audience, StringEqualsIfExists: subject }),
    ),
  ],
  [
    "trust-wildcard-never-matches",
    "medium",
    trusting(irsaTrust("system:serviceaccount:echo:*")),
  ],
  [
    "trust-key-of-other-issuer",
    "medium",
    trusting(
      irsaTrust("", {
        StringEquals: {
          ...audience,
          [`${other}:sub`]: "system:serviceaccount:echo:aws-sa",
        },
      }),
    ),
  ],
  [
    "trust-key-of-other-issuer",
    "high",
    trusting(
      irsaTrust("", {
        StringEquals: audience,
        StringNotEquals: { [`${other}:sub`]: "x" },
      }),
    ),
  ],
  [
    "trust-second-issuer",
    "medium",
    [
      {
        address: "aws_iam_openid_connect_provider.cluster",
        before: provider,
        after: provider,
      },
      ...trusting({
        Version: "2012-10-17",
        Statement: [
          ...(irsaTrust() as { Statement: unknown[] }).Statement,
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: {
              Federated: `arn:aws:iam::${account}:oidc-provider/${other}`,
            },
            Condition: {
              StringEquals: {
                [`${other}:sub`]: "system:serviceaccount:echo:aws-sa",
                [`${other}:aud`]: "sts.amazonaws.com",
              },
            },
          },
        ],
      }),
    ],
  ],
  [
    "trust-other-federation",
    "high",
    trusting(
      irsaTrust("", undefined, {
        Principal: { Federated: "accounts.google.com" },
      }),
    ),
  ],
  [
    "trust-service",
    "medium",
    trusting(
      irsaTrust(
        "",
        {},
        {
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "high",
    trusting(
      irsaTrust(
        "",
        {},
        {
          Principal: { AWS: "arn:aws:iam::999999999999:root" },
          Action: "sts:AssumeRole",
        },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "high",
    trusting(irsaTrust("", {}, { Principal: "*", Action: "sts:AssumeRole" })),
  ],
  [
    "trust-other-principal",
    "medium",
    trusting(
      irsaTrust(
        "",
        {},
        {
          Principal: { AWS: `arn:aws:iam::${account}:role/ci` },
          Action: "sts:AssumeRole",
        },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "medium",
    trusting(
      irsaTrust(
        "",
        {
          ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/ci-*` },
        },
        { Principal: "*", Action: "sts:AssumeRole" },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "high",
    trusting(
      irsaTrust(
        "",
        { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/*" } },
        { Principal: "*", Action: "sts:AssumeRole" },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "high",
    trusting(
      irsaTrust(
        "",
        { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ci" } },
        { Principal: "*", Action: "sts:AssumeRole" },
      ),
    ),
  ],
  [
    "trust-other-principal",
    "high",
    trusting(
      irsaTrust(
        "",
        {
          ArnLikeIfExists: {
            "aws:PrincipalArn": `arn:aws:iam::${account}:role/ci`,
          },
        },
        { Principal: "*", Action: "sts:AssumeRole" },
      ),
    ),
  ],
  [
    "pod-identity-without-tag-session",
    "medium",
    trusting(podTrust(pinned, ["sts:AssumeRole"])),
  ],
  ["pod-identity-unpinned", "medium", trusting(podTrust())],
  [
    "pod-identity-unpinned",
    "medium",
    trusting(podTrust({ StringEqualsIfExists: pinned.StringEquals })),
  ],
  [
    "pod-identity-tags-off",
    "medium",
    associated(
      podTrust(pinned),
      associationFields(),
      associationFields({ disable_session_tags: true }),
    ),
  ],
  [
    "path-refused",
    "medium",
    associated(
      podTrust(pinned),
      undefined,
      associationFields({ namespace: "elsewhere" }),
    ),
  ],
  [
    "both-paths",
    "medium",
    [
      ...associated(
        together(irsaTrust(), podTrust(pinned)),
        undefined,
        associationFields(),
      ),
      {
        address: "kubernetes_service_account_v1.echo",
        before: annotated,
        after: annotated,
      },
    ],
  ],
  [
    "association-goes",
    "medium",
    associated(podTrust(pinned), associationFields(), undefined),
  ],
  [
    "oidc-provider-goes",
    "high",
    [
      ...trusting(irsaTrust()),
      { address: "aws_iam_openid_connect_provider.cluster", before: provider },
    ],
  ],
  [
    "boundary-left-behind",
    "high",
    [
      {
        address: "aws_iam_role.bounded",
        before: roleFields("bounded", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/b",
        }),
      },
      { address: echo, after: roleFields("echo", irsaTrust()) },
    ],
  ],
  [
    "role-tags-change",
    "medium",
    [
      {
        address: echo,
        before: roleFields("echo", irsaTrust()),
        after: roleFields("echo", irsaTrust(), {
          tags: { "kubernetes-namespace": "billing" },
        }),
      },
    ],
  ],
  [
    "role-of-other-account",
    "high",
    [
      ...trusting(irsaTrust()),
      {
        address: "kubernetes_service_account_v1.x",
        after: {
          metadata: [
            {
              namespace: "echo",
              name: "other",
              annotations: {
                "eks.amazonaws.com/role-arn":
                  "arn:aws:iam::999999999999:role/other",
              },
            },
          ],
        },
      },
    ],
  ],
  [
    "target-role",
    "high",
    associated(
      podTrust(pinned),
      associationFields(),
      associationFields({
        target_role_arn: "arn:aws:iam::999999999999:role/other",
      }),
    ),
  ],
  [
    "boundary-changes",
    "medium",
    [
      {
        address: echo,
        before: roleFields("echo", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/b",
        }),
        after: roleFields("echo", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/b",
        }),
      },
      {
        address: "aws_iam_policy.b",
        before: {
          arn: "arn:aws:iam::1:policy/b",
          policy: policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]),
        },
        after: {
          arn: "arn:aws:iam::1:policy/b",
          policy: policyText(["s3:GetObject"], ["arn:aws:s3:::b/*"]),
        },
      },
    ],
  ],
  [
    "boundary-removed",
    "high",
    [
      {
        address: echo,
        before: roleFields("echo", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/b",
        }),
        after: roleFields("echo", irsaTrust()),
      },
    ],
  ],
  [
    "boundary-removed",
    "medium",
    [
      {
        address: echo,
        before: roleFields("echo", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/b",
        }),
        after: roleFields("echo", irsaTrust(), {
          permissions_boundary: "arn:aws:iam::1:policy/c",
        }),
      },
    ],
  ],
  [
    "denial-removed",
    "medium",
    granting(
      policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]),
      policyText(["s3:GetObject"], ["arn:aws:s3:::a/secret"], {
        Effect: "Deny",
      }),
    ),
  ],
  [
    "session-policy-removed",
    "medium",
    associated(
      podTrust(pinned),
      associationFields({ policy: policyText(["s3:GetObject"], ["*"]) }),
      associationFields({ policy: null }),
    ),
  ],
  ["full-access", "high", granting(policyText(["*"], ["*"]))],
  [
    "full-access",
    "high",
    granting(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
      }),
    ),
  ],
  [
    "permissions-management",
    "high",
    granting(policyText(["iam:Attach*"], ["*"])),
  ],
  [
    "permissions-management",
    "medium",
    granting(policyText(["s3:PutBucketPolicy"], ["arn:aws:s3:::a"])),
  ],
  [
    "privilege-escalation",
    "high",
    granting(policyText(["iam:CreateAccessKey"], ["*"])),
  ],
  [
    "privilege-escalation",
    "medium",
    granting(
      policyText(
        ["iam:CreateAccessKey"],
        [`arn:aws:iam::${account}:user/admin`],
      ),
    ),
  ],
  [
    "pass-role-on-all",
    "high",
    granting(policyText(["iam:PassRole"], [`arn:aws:iam::${account}:role/*`])),
  ],
  [
    "write-on-all",
    "medium",
    granting(
      policyText(
        ["dynamodb:PutItem"],
        [`arn:aws:dynamodb:us-east-1:${account}:table/*`],
      ),
    ),
  ],
  [
    "read-on-all",
    "medium",
    granting(policyText(["secretsmanager:GetSecretValue"], ["*"])),
  ],
  [
    "unknown-action",
    "low",
    granting(policyText(["constructor:Get"], ["arn:aws:s3:::a"])),
  ],
  [
    "dangerous-managed-policy",
    "high",
    attaching("arn:aws:iam::aws:policy/AdministratorAccess"),
  ],
  [
    "dangerous-managed-policy",
    "medium",
    attaching("arn:aws:iam::aws:policy/AmazonKinesisFullAccess"),
  ],
  [
    "access-forgotten",
    "medium",
    [
      {
        address: echo,
        before: roleFields("echo", irsaTrust()),
        actions: ["forget"],
      },
    ],
  ],
  [
    "unread-chart",
    "low",
    [{ address: "helm_release.app", after: { name: "app" } }],
  ],
];

describe("flags", () => {
  it.each(cases)("%s is %s", async (id, severity, resources) => {
    const review = await reviewOf(resources);
    const found = [
      ...review.flags,
      ...review.changes.flatMap(({ flags }) => flags),
    ].filter((flag) => flag.id === id);

    expect(found.map((flag) => flag.severity)).toContain(severity);
    for (const flag of found) {
      expect(flag.link).toMatch(/^https:\/\//);
      expect(flag.stacks).toEqual(["prod-us"]);
    }
  });

  it("has a case for every rule", () => {
    expect([...new Set(cases.map(([id]) => id))].sort()).toEqual(
      flagRules.map(({ id }) => id).sort(),
    );
  });

  it.each(cases)(
    "%s (%s) is no news where nothing changes",
    async (_id, _severity, resources) => {
      const settled = resources.flatMap(({ address, after, before }) => {
        const fields = after ?? before;
        return fields ? [{ address, before: fields, after: fields }] : [];
      });

      const review = await reviewOf(settled);

      expect(flagIds(review)).toEqual([]);
      expect(review.changes).toEqual([]);
    },
  );

  it("shows an old risk of a trust policy again where the role gets permissions", async () => {
    const role = roleFields("echo", irsaTrust("", { StringEquals: audience }));

    const review = await reviewOf([
      { address: echo, before: role, after: role },
      {
        address: "aws_iam_role_policy.echo",
        after: {
          name: "permissions",
          role: "echo",
          policy: policyText(["s3:GetObject"], ["arn:aws:s3:::a/*"]),
        },
      },
    ]);

    expect(flagIds(review)).toEqual(["trust-any-subject"]);
  });

  it("finds no fault with a pattern beside the service accounts by name: both must hold", async () => {
    const review = await reviewOf(
      trusting(
        irsaTrust("", {
          StringEquals: { ...audience, ...subject },
          StringLike: { [`${host}:sub`]: "system:serviceaccount:echo:*" },
        }),
      ),
    );

    expect(flagIds(review)).toEqual([]);
  });

  it("finds no fault with a pinned role that gets one narrow permission", async () => {
    const review = await reviewOf(
      granting(policyText(["s3:GetObject"], ["arn:aws:s3:::acme-reports/*"])),
    );

    expect(flagIds(review)).toEqual([]);
    expect(review.changes.map(({ kind }) => kind)).toEqual(["changes"]);
  });
});
