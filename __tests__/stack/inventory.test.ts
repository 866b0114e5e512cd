import {
  clusterFields,
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { synthesizeCluster } from "../support/synthesize";
import {
  addressesOf,
  blockTypes,
  resourcesOf,
} from "../support/terraform-root";

/** One workload on one cluster without an issuer, its service account made elsewhere. */
function podIdentityOnly(overrides = {}) {
  return environmentFields({
    clusters: { us: { region: "us-east-1" } },
    workloads: { echo: podIdentityFields(overrides) },
  });
}

describe("an IRSA workload", () => {
  it("is a role and an annotated service account, with the cluster's OIDC provider", async () => {
    const { root, manifest } = await synthesizeCluster(environmentFields());
    expect(addressesOf(root)).toEqual([
      "aws_iam_openid_connect_provider.cluster",
      "aws_iam_role.echo",
      "data.aws_eks_cluster.cluster",
      "kubernetes_service_account_v1.echo",
      "output.workloads",
    ]);
    expect(blockTypes(root)).toEqual([
      "data",
      "output",
      "provider",
      "resource",
      "terraform",
    ]);
    expect(manifest).toBeUndefined();
  });

  it("has no association and no agent", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(resourcesOf(root, "aws_eks_pod_identity_association")).toEqual({});
    expect(resourcesOf(root, "aws_eks_addon")).toEqual({});
    expect(JSON.stringify(root)).not.toContain("pods.eks.amazonaws.com");
  });

  it("has no inline policy and no attachment without permissions", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(resourcesOf(root, "aws_iam_role_policy")).toEqual({});
    expect(resourcesOf(root, "aws_iam_role_policy_attachment")).toEqual({});
  });
});

describe("a Pod Identity workload", () => {
  it("is a role, an association and a plain service account, with the agent", async () => {
    const { root } = await synthesizeCluster(podIdentityOnly());
    expect(addressesOf(root)).toEqual([
      "aws_eks_addon.agent",
      "aws_eks_pod_identity_association.echo",
      "aws_iam_role.echo",
      "data.aws_eks_cluster.cluster",
      "kubernetes_service_account_v1.echo",
      "output.workloads",
    ]);
  });

  it("has no role annotation, on no service account", async () => {
    const { root } = await synthesizeCluster(podIdentityOnly());
    expect(resourcesOf(root, "kubernetes_service_account_v1")).toEqual({
      echo: expect.objectContaining({
        metadata: { namespace: "echo", name: "aws-sa" },
      }) as unknown,
    });
    expect(JSON.stringify(root)).not.toContain("eks.amazonaws.com/");
  });

  it("has no role annotation in a manifest either", async () => {
    const { manifest } = await synthesizeCluster(
      podIdentityOnly({ serviceAccountOwner: "manifest" }),
    );
    expect(manifest).not.toContain("annotations");
  });

  it("has no OIDC provider where no issuer is declared", async () => {
    const { root } = await synthesizeCluster(podIdentityOnly());
    expect(resourcesOf(root, "aws_iam_openid_connect_provider")).toEqual({});
    expect(root.data?.aws_iam_openid_connect_provider).toBeUndefined();
    expect(JSON.stringify(root)).not.toContain("oidc");
  });

  it.each(["external", "builtin"])(
    "has no add-on where the agent is %s",
    async (agent) => {
      const { root } = await synthesizeCluster(
        environmentFields({
          clusters: { us: { region: "us-east-1", agent } },
          workloads: { echo: podIdentityFields() },
        }),
      );
      expect(resourcesOf(root, "aws_eks_addon")).toEqual({});
    },
  );
});

describe("the OIDC provider", () => {
  it("stays where an issuer is declared and nothing uses IRSA", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({ workloads: { echo: podIdentityFields() } }),
    );
    expect(resourcesOf(root, "aws_iam_openid_connect_provider")).toEqual({
      cluster: expect.objectContaining({
        client_id_list: ["sts.amazonaws.com"],
      }) as unknown,
    });
  });

  it("accepts every audience that is used, once, sorted", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          a: irsaFields({ serviceAccount: "a/a", irsa: { audience: "z" } }),
          b: irsaFields({ serviceAccount: "b/b" }),
          c: irsaFields({ serviceAccount: "c/c", irsa: { audience: "vault" } }),
          d: irsaFields({ serviceAccount: "d/d", irsa: { audience: "z" } }),
        },
      }),
    );
    expect(resourcesOf(root, "aws_iam_openid_connect_provider")).toEqual({
      cluster: expect.objectContaining({
        client_id_list: ["sts.amazonaws.com", "vault", "z"],
      }) as unknown,
    });
  });
});

describe("the agent", () => {
  it("is made where it is written, though nothing uses it, and is preserved", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: {
          us: clusterFields({
            agent: {
              kind: "addon",
              version: "v1.3.8-eksbuild.2",
              configuration: { agent: { additionalArgs: { "-b": "::<1>" } } },
            },
          }),
        },
      }),
    );
    expect(resourcesOf(root, "aws_eks_addon")).toEqual({
      agent: {
        "//": expect.anything() as unknown,
        addon_name: "eks-pod-identity-agent",
        addon_version: "v1.3.8-eksbuild.2",
        cluster_name: "test-us",
        configuration_values:
          '{"agent":{"additionalArgs":{"-b":"::\\u003c1\\u003e"}}}',
        preserve: true,
      },
    });
  });
});

describe("the Kubernetes provider", () => {
  it.each(["manifest", "external"])(
    "is not there where the owner is %s",
    async (serviceAccountOwner) => {
      const { root } = await synthesizeCluster(
        environmentFields({
          workloads: {
            echo: irsaFields({ serviceAccountOwner }),
            jobs: podIdentityFields({
              serviceAccount: "jobs/job",
              serviceAccountOwner,
            }),
          },
        }),
      );
      expect(Object.keys(root.provider)).toEqual(["aws"]);
      expect(Object.keys(root.terraform.required_providers)).toEqual(["aws"]);
      expect(resourcesOf(root, "kubernetes_service_account_v1")).toEqual({});
    },
  );

  it("is there where one service account of several is Terraform's", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({
            serviceAccount: [
              { namespace: "echo", name: "chart", owner: "external" },
              "echo/aws-sa",
            ],
          }),
        },
      }),
    );
    expect(Object.keys(root.provider).sort()).toEqual(["aws", "kubernetes"]);
    expect(
      Object.keys(resourcesOf(root, "kubernetes_service_account_v1")),
    ).toEqual(["echo_echo_aws-sa"]);
  });
});

describe("a cluster without workloads", () => {
  it("keeps its OIDC provider, the check of its issuer and an empty output", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({ workloads: {} }),
    );
    expect(addressesOf(root)).toEqual([
      "aws_iam_openid_connect_provider.cluster",
      "data.aws_eks_cluster.cluster",
      "output.workloads",
    ]);
    expect(root.output?.workloads).toEqual({
      description: "Workload -> role, path and service accounts.",
      value: {},
    });
  });
});

describe("a retired cluster", () => {
  it("keeps backend and providers, and nothing to make or show", async () => {
    const { root, manifest } = await synthesizeCluster(
      environmentFields({
        clusters: { us: clusterFields({ retired: true, agent: "addon" }) },
        workloads: {
          echo: irsaFields(),
          jobs: podIdentityFields({ serviceAccount: ["jobs/a"] }),
        },
      }),
    );
    expect(blockTypes(root)).toEqual(["data", "provider", "terraform"]);
    expect(addressesOf(root)).toEqual(["data.aws_eks_cluster.cluster"]);
    expect(Object.keys(root.provider).sort()).toEqual(["aws", "kubernetes"]);
    expect(root.terraform.backend).toEqual({
      local: { path: "../../../state/test-us.tfstate" },
    });
    expect(manifest).toBeUndefined();
  });

  it("doesn't ask whether its issuer is still the declared one", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: clusterFields({ retired: true }) },
      }),
    );
    expect(JSON.stringify(root)).not.toContain("postcondition");
  });

  it("looks nothing up where Terraform owned no service account", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: clusterFields({ retired: true }) },
        defaults: { serviceAccountOwner: "external" },
      }),
    );
    expect(blockTypes(root)).toEqual(["provider", "terraform"]);
    expect(Object.keys(root.provider)).toEqual(["aws"]);
  });
});

describe("the output", () => {
  it("says of every workload its role, path and service accounts, sorted", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          jobs: podIdentityFields({
            serviceAccount: ["jobs/b", "a/z", "jobs/a"],
          }),
          echo: irsaFields({
            serviceAccount: {
              namespace: "echo",
              namePattern: "reader-*",
              owner: "external",
            },
            role: { path: "/workloads/", name: "echo-{cluster}" },
          }),
        },
      }),
    );
    expect(root.output).toEqual({
      workloads: {
        description: "Workload -> role, path and service accounts.",
        value: {
          echo: {
            identity: "irsa",
            role_arn: "arn:aws:iam::111122223333:role/workloads/echo-us",
            service_accounts: ["echo/reader-*"],
          },
          jobs: {
            identity: "pod-identity",
            role_arn: "arn:aws:iam::111122223333:role/test-us-jobs",
            service_accounts: ["a/z", "jobs/a", "jobs/b"],
          },
        },
      },
    });
  });
});
