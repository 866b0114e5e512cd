import type { Fields } from "../support/environment-fields";
import {
  clusterFields,
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { synthesizeCluster } from "../support/synthesize";
import type { TerraformRoot } from "../support/terraform-root";

const permissions = {
  managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
  statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
};

/** Address -> what it waits for, for everything that waits. */
function orderOf(root: TerraformRoot): Readonly<Record<string, unknown>> {
  const all = [
    ...Object.entries(root.resource ?? {}),
    ...Object.entries(root.data ?? {}).map(
      ([type, named]) => [`data.${type}`, named] as const,
    ),
  ];
  return Object.fromEntries(
    all.flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, block]) =>
        block.depends_on === undefined
          ? []
          : [[`${type}.${name}`, block.depends_on]],
      ),
    ),
  );
}

async function orderIn(fields: Fields) {
  return orderOf((await synthesizeCluster(fields)).root);
}

describe("order", () => {
  it("of IRSA: the service account waits for role, policies and OIDC provider, and nothing else waits", async () => {
    expect(
      await orderIn(
        environmentFields({ workloads: { echo: irsaFields({ permissions }) } }),
      ),
    ).toEqual({
      "kubernetes_service_account_v1.echo": [
        "aws_iam_role.echo",
        "aws_iam_role_policy.echo",
        "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
        "aws_iam_openid_connect_provider.cluster",
      ],
    });
  });

  it("of Pod Identity: the association waits for role, policies and agent, the service account for the association", async () => {
    expect(
      await orderIn(
        environmentFields({
          workloads: { echo: podIdentityFields({ permissions }) },
        }),
      ),
    ).toEqual({
      "aws_eks_pod_identity_association.echo": [
        "aws_iam_role.echo",
        "aws_iam_role_policy.echo",
        "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
        "aws_eks_addon.agent",
      ],
      "kubernetes_service_account_v1.echo": [
        "aws_iam_role.echo",
        "aws_iam_role_policy.echo",
        "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
        "aws_eks_pod_identity_association.echo",
      ],
    });
  });

  it("of Pod Identity without an agent of the stack's: role and policies only", async () => {
    expect(
      await orderIn(
        environmentFields({
          clusters: { us: { region: "us-east-1", agent: "builtin" } },
          workloads: {
            echo: podIdentityFields({ serviceAccountOwner: "external" }),
          },
        }),
      ),
    ).toEqual({
      "aws_eks_pod_identity_association.echo": ["aws_iam_role.echo"],
    });
  });

  it("of exclusive permissions: credentials come after the foreign grants are gone", async () => {
    expect(
      await orderIn(
        environmentFields({
          workloads: {
            echo: podIdentityFields({
              role: { exclusivePermissions: true },
              serviceAccountOwner: "external",
            }),
          },
        }),
      ),
    ).toEqual({
      "aws_eks_pod_identity_association.echo": [
        "aws_iam_role.echo",
        "aws_iam_role_policies_exclusive.echo",
        "aws_iam_role_policy_attachments_exclusive.echo",
        "aws_eks_addon.agent",
      ],
    });
  });

  it("of a list: each service account waits for its own association", async () => {
    const order = await orderIn(
      environmentFields({
        workloads: {
          echo: podIdentityFields({ serviceAccount: ["a/x", "b/x"] }),
        },
      }),
    );
    expect(order["kubernetes_service_account_v1.echo_a_x"]).toEqual([
      "aws_iam_role.echo",
      "aws_eks_pod_identity_association.echo_a_x",
    ]);
    expect(order["kubernetes_service_account_v1.echo_b_x"]).toEqual([
      "aws_iam_role.echo",
      "aws_eks_pod_identity_association.echo_b_x",
    ]);
  });

  it("of an existing OIDC provider: its check comes before the service account", async () => {
    expect(
      await orderIn(
        environmentFields({
          clusters: { us: clusterFields({ oidcProvider: "existing" }) },
        }),
      ),
    ).toEqual({
      "kubernetes_service_account_v1.echo": [
        "aws_iam_role.echo",
        "data.aws_iam_openid_connect_provider.cluster",
      ],
    });
  });

  it("is never put on a data source, which would then be read too late for a plan", async () => {
    const order = await orderIn(
      environmentFields({
        clusters: { us: clusterFields({ oidcProvider: "existing" }) },
        workloads: {
          echo: irsaFields({ permissions }),
          jobs: podIdentityFields({ serviceAccount: "jobs/job", permissions }),
        },
      }),
    );
    expect(Object.keys(order).filter((one) => one.startsWith("data."))).toEqual(
      [],
    );
  });
});
