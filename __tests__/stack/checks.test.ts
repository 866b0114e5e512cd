import {
  clusterFields,
  environmentFields,
  irsaFields,
  issuer,
  podIdentityFields,
} from "../support/environment-fields";
import { synthesizeCluster } from "../support/synthesize";
import { addressesOf, blockAt } from "../support/terraform-root";

describe("the cluster's data source", () => {
  it("compares the declared issuer with the live one", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(blockAt(root, "data.aws_eks_cluster.cluster")).toEqual({
      name: "test-us",
      lifecycle: {
        postcondition: [
          {
            condition: `\${(self.identity[0].oidc[0].issuer == "${issuer("us")}")}`,
            error_message: `The OIDC issuer of cluster test-us is not the declared one, ${issuer("us")}. Was the cluster rebuilt? Write its issuer into clusters.us.issuer of the environment file.`,
          },
        ],
      },
    });
  });

  it("compares it though no workload uses IRSA yet", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: podIdentityFields({ serviceAccountOwner: "external" }),
        },
      }),
    );
    expect(blockAt(root, "data.aws_eks_cluster.cluster")).toHaveProperty(
      "lifecycle",
    );
  });

  it("has nothing to compare without an issuer", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: { region: "us-east-1", name: "Prod_1" } },
        workloads: { echo: podIdentityFields() },
      }),
    );
    expect(blockAt(root, "data.aws_eks_cluster.cluster")).toEqual({
      name: "Prod_1",
    });
  });

  it("is not there where nothing needs it", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: { region: "us-east-1" } },
        workloads: {
          echo: podIdentityFields({ serviceAccountOwner: "manifest" }),
        },
      }),
    );
    expect(root.data).toBeUndefined();
  });

  it.each(["eks-anywhere", "self-managed"])(
    "is not there on %s, which EKS can't describe",
    async (platform) => {
      const { root } = await synthesizeCluster(
        environmentFields({
          clusters: {
            us: clusterFields({
              platform,
              kubernetes: { kubeconfig: { context: "site" } },
            }),
          },
        }),
      );
      expect(addressesOf(root)).toEqual([
        "aws_iam_openid_connect_provider.cluster",
        "aws_iam_role.echo",
        "kubernetes_service_account_v1.echo",
        "output.workloads",
      ]);
    },
  );
});

describe("an existing OIDC provider", () => {
  it("is looked up by its issuer, and must accept every audience", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: clusterFields({ oidcProvider: "existing" }) },
        workloads: {
          echo: irsaFields(),
          vault: irsaFields({
            serviceAccount: "vault/vault",
            irsa: { audience: "https://vault.example.com" },
          }),
        },
      }),
    );
    expect(addressesOf(root)).not.toContain(
      "aws_iam_openid_connect_provider.cluster",
    );
    expect(
      blockAt(root, "data.aws_iam_openid_connect_provider.cluster"),
    ).toEqual({
      url: issuer("us"),
      lifecycle: {
        postcondition: [
          {
            condition:
              '${contains(self.client_id_list, "https://vault.example.com")}',
            error_message: `The OIDC provider of ${issuer("us")} does not accept the audience https://vault.example.com. Add it to the provider's client ids.`,
          },
          {
            condition: '${contains(self.client_id_list, "sts.amazonaws.com")}',
            error_message: `The OIDC provider of ${issuer("us")} does not accept the audience sts.amazonaws.com. Add it to the provider's client ids.`,
          },
        ],
      },
    });
  });
});
