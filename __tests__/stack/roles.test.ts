import {
  account,
  clusterFields,
  environmentFields,
  irsaFields,
  issuerHost,
  podIdentityFields,
} from "../support/environment-fields";
import { readDocument } from "../support/read-template";
import { synthesizeCluster } from "../support/synthesize";
import { addressesOf, blockAt, resourcesOf } from "../support/terraform-root";

const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

describe("a role", () => {
  it("has every setting that is declared", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({
            role: {
              name: "echo-{cluster}",
              path: "/workloads/",
              permissionsBoundary:
                "arn:{partition}:iam::{account}:policy/bound",
              maxSessionDuration: 7200,
              description: "Echoes in {region}",
            },
            tags: { team: "echo", cluster: "{cluster}" },
          }),
        },
      }),
    );
    const { assume_role_policy: trust, ...role } = blockAt(
      root,
      "aws_iam_role.echo",
    );
    expect(role).toEqual({
      name: "echo-us",
      path: "/workloads/",
      permissions_boundary: `arn:aws:iam::${account}:policy/bound`,
      max_session_duration: 7200,
      description: "Echoes in us-east-1",
      tags: { cluster: "us", team: "echo" },
    });
    expect(readDocument(trust)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: `arn:aws:iam::${account}:oidc-provider/${issuerHost("us")}`,
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${issuerHost("us")}:aud`]: "sts.amazonaws.com",
              [`${issuerHost("us")}:sub`]: "system:serviceaccount:echo:aws-sa",
            },
          },
        },
      ],
    });
  });

  it("says nothing of what is not declared", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(Object.keys(blockAt(root, "aws_iam_role.echo")).sort()).toEqual([
      "assume_role_policy",
      "name",
      "path",
    ]);
  });

  it("trusts the cluster alone, and the association switches tags off, without session tags", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: podIdentityFields({ podIdentity: { sessionTags: false } }),
        },
      }),
    );
    expect(
      readDocument(blockAt(root, "aws_iam_role.echo").assume_role_policy),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:SourceAccount": account,
              "aws:SourceArn": `arn:aws:eks:us-east-1:${account}:cluster/test-us`,
            },
          },
        },
      ],
    });
    expect(
      blockAt(root, "aws_eks_pod_identity_association.echo"),
    ).toMatchObject({ disable_session_tags: true });
  });

  it("is of the region's partition, in every ARN", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: {
          cn: {
            region: "cn-north-1",
            issuer: "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC",
          },
        },
        workloads: {
          echo: irsaFields(),
          jobs: podIdentityFields({ serviceAccount: "jobs/job" }),
        },
      }),
      "cn",
    );
    expect(JSON.stringify(root)).not.toContain("arn:aws:");
    expect(
      readDocument(blockAt(root, "aws_iam_role.echo").assume_role_policy),
    ).toMatchObject({
      Statement: [
        {
          Principal: {
            Federated: `arn:aws-cn:iam::${account}:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC`,
          },
          Condition: {
            StringEquals: {
              "oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC:aud":
                "sts.amazonaws.com",
            },
          },
        },
      ],
    });
  });

  it("may belong to a workload called constructor", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          constructor: irsaFields({
            permissions: {
              managedPolicies: [readOnly],
              statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
            },
          }),
          jobs: podIdentityFields({ serviceAccount: "jobs/job" }),
        },
      }),
    );
    expect(addressesOf(root)).toEqual([
      "aws_eks_addon.agent",
      "aws_eks_pod_identity_association.jobs",
      "aws_iam_openid_connect_provider.cluster",
      "aws_iam_role.constructor",
      "aws_iam_role.jobs",
      "aws_iam_role_policy.constructor",
      "aws_iam_role_policy_attachment.constructor_aws_AmazonS3ReadOnlyAccess",
      "data.aws_eks_cluster.cluster",
      "kubernetes_service_account_v1.constructor",
      "kubernetes_service_account_v1.jobs",
      "output.workloads",
    ]);
    expect(blockAt(root, "aws_iam_role.constructor")).toMatchObject({
      name: "test-us-constructor",
    });
    expect(
      Object.keys(Object(root.output?.workloads?.value) as object).sort(),
    ).toEqual(["constructor", "jobs"]);
  });

  it.each([
    "role",
    "identity",
    "permissions",
    "provider",
    "oidc-provider",
    "addon",
    "agent",
    "cluster",
    "workload-role",
    "attachment-x",
    "aws",
    "kubernetes",
    "terraform",
  ])("is called as its workload, %s", async (name) => {
    const { root } = await synthesizeCluster(
      environmentFields({ workloads: { [name]: podIdentityFields() } }),
    );
    expect(addressesOf(root)).toEqual(
      [
        "aws_eks_addon.agent",
        `aws_eks_pod_identity_association.${name}`,
        "aws_iam_openid_connect_provider.cluster",
        `aws_iam_role.${name}`,
        "data.aws_eks_cluster.cluster",
        `kubernetes_service_account_v1.${name}`,
        "output.workloads",
      ].sort(),
    );
  });
});

describe("permissions", () => {
  const managedPolicies = [
    `arn:aws:iam::${account}:policy/team/a_b`,
    "arn:aws:iam::aws:policy/service-role/Example",
    readOnly,
  ];
  const statements = [
    {
      sid: "Own",
      actions: ["dynamodb:Query"],
      resources: [
        "arn:{partition}:dynamodb:{region}:{account}:table/{cluster}-*",
      ],
      conditions: {
        "ForAllValues:StringEquals": {
          "dynamodb:LeadingKeys": ["${aws:PrincipalTag/kubernetes-namespace}"],
        },
      },
    },
    { effect: "Deny", actions: ["s3:DeleteObject"], resources: ["*"] },
  ];

  it("are attachments by the policy's owner, path and name, and one inline policy", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({ permissions: { managedPolicies, statements } }),
        },
      }),
    );
    const attachment = (policyArn: string) => ({
      "//": expect.anything() as unknown,
      policy_arn: policyArn,
      role: "${aws_iam_role.echo.name}",
    });
    expect(resourcesOf(root, "aws_iam_role_policy_attachment")).toEqual({
      [`echo_${account}_team_a__5fb`]: attachment(
        `arn:aws:iam::${account}:policy/team/a_b`,
      ),
      "echo_aws_service-role_Example": attachment(
        "arn:aws:iam::aws:policy/service-role/Example",
      ),
      echo_aws_AmazonS3ReadOnlyAccess: attachment(readOnly),
    });
    const { policy, ...rest } = blockAt(root, "aws_iam_role_policy.echo");
    expect(rest).toEqual({
      name: "permissions",
      role: "${aws_iam_role.echo.name}",
    });
    expect(readDocument(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Own",
          Effect: "Allow",
          Action: ["dynamodb:Query"],
          Resource: [`arn:aws:dynamodb:us-east-1:${account}:table/us-*`],
          Condition: {
            "ForAllValues:StringEquals": {
              "dynamodb:LeadingKeys": [
                "${aws:PrincipalTag/kubernetes-namespace}",
              ],
            },
          },
        },
        { Effect: "Deny", Action: ["s3:DeleteObject"], Resource: ["*"] },
      ],
    });
  });

  it("take away what was granted elsewhere only where that is declared", async () => {
    const fields = (role: object) =>
      environmentFields({
        workloads: {
          echo: irsaFields({
            role,
            permissions: { managedPolicies, statements },
          }),
        },
      });
    const { root } = await synthesizeCluster(
      fields({ exclusivePermissions: true }),
    );
    expect(blockAt(root, "aws_iam_role_policies_exclusive.echo")).toEqual({
      role_name: "${aws_iam_role.echo.name}",
      policy_names: ["permissions"],
    });
    expect(
      blockAt(root, "aws_iam_role_policy_attachments_exclusive.echo"),
    ).toEqual({
      role_name: "${aws_iam_role.echo.name}",
      policy_arns: managedPolicies.toSorted(),
    });
    const shared = await synthesizeCluster(fields({}));
    expect(addressesOf(shared.root).join()).not.toContain("exclusive");
  });

  it("are exclusively none for an exclusive role without permissions", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({ role: { exclusivePermissions: true } }),
        },
      }),
    );
    expect(
      blockAt(root, "aws_iam_role_policies_exclusive.echo").policy_names,
    ).toEqual([]);
    expect(
      blockAt(root, "aws_iam_role_policy_attachments_exclusive.echo")
        .policy_arns,
    ).toEqual([]);
  });

  it("are replaced whole on a cluster that overrides them", async () => {
    const fields = environmentFields({
      clusters: {
        us: clusterFields(),
        eu: { region: "eu-west-1", name: "eu" },
      },
      workloads: {
        echo: podIdentityFields({
          permissions: { managedPolicies: [readOnly] },
          clusters: {
            us: {},
            eu: { permissions: { statements: [statements[1]] } },
          },
        }),
      },
    });
    const { root: us } = await synthesizeCluster(fields, "us");
    const { root: eu } = await synthesizeCluster(fields, "eu");
    expect(
      addressesOf(us).filter((one) => one.startsWith("aws_iam_role_policy")),
    ).toEqual([
      "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    ]);
    expect(
      addressesOf(eu).filter((one) => one.startsWith("aws_iam_role_policy")),
    ).toEqual(["aws_iam_role_policy.echo"]);
  });
});
