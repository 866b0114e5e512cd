import {
  account,
  clusterFields,
  environmentFields,
  irsaFields,
  otherAccount,
  podIdentityFields,
  type Fields,
} from "../support/environment-fields";
import { synthesizeCluster } from "../support/synthesize";

async function providerOf(fields: Fields, name: "aws" | "kubernetes") {
  const { root } = await synthesizeCluster(fields);
  const [provider, ...more] = root.provider[name] ?? [];
  expect(more).toEqual([]);
  return provider;
}

function clusterIs(overrides: Fields): Fields {
  return environmentFields({ clusters: { us: clusterFields(overrides) } });
}

describe("the AWS provider", () => {
  it("can touch the cluster's account only", async () => {
    expect(await providerOf(environmentFields(), "aws")).toEqual({
      region: "us-east-1",
      allowed_account_ids: [account],
    });
  });

  it("tags everything with the environment's tags", async () => {
    expect(
      await providerOf(
        environmentFields({
          defaults: {
            tags: { team: "platform", environment: "{environment}" },
          },
          workloads: { echo: irsaFields({ tags: { team: "echo" } }) },
        }),
        "aws",
      ),
    ).toEqual({
      region: "us-east-1",
      allowed_account_ids: [account],
      default_tags: [{ tags: { environment: "test", team: "platform" } }],
    });
  });

  it("assumes the role of a cluster in another account, and touches that account only", async () => {
    expect(
      await providerOf(
        clusterIs({
          account: otherAccount,
          assumeRole: {
            roleArn: "arn:{partition}:iam::{account}:role/terraform",
            externalId: "acme/1",
          },
          kubernetes: { kubeconfig: { context: "us" } },
        }),
        "aws",
      ),
    ).toEqual({
      region: "us-east-1",
      allowed_account_ids: [otherAccount],
      assume_role: [
        {
          role_arn: `arn:aws:iam::${otherAccount}:role/terraform`,
          external_id: "acme/1",
        },
      ],
    });
  });
});

describe("roles of a cluster in another account", () => {
  it("are that account's, in every document and output", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        clusters: { us: clusterFields({ account: otherAccount }) },
        workloads: {
          echo: irsaFields(),
          jobs: podIdentityFields({ serviceAccount: "jobs/job" }),
        },
      }),
    );
    expect(JSON.stringify(root)).not.toContain(account);
    expect(JSON.stringify(root)).toContain(
      `arn:aws:iam::${otherAccount}:oidc-provider/`,
    );
  });
});

describe("the Kubernetes provider", () => {
  const exec = (args: readonly string[]) => ({
    host: "${data.aws_eks_cluster.cluster.endpoint}",
    cluster_ca_certificate:
      "${base64decode(data.aws_eks_cluster.cluster.certificate_authority[0].data)}",
    exec: [
      { api_version: "client.authentication.k8s.io/v1", command: "aws", args },
    ],
  });
  const args = [
    "eks",
    "get-token",
    "--cluster-name",
    "test-us",
    "--region",
    "us-east-1",
  ];

  it("gets a token for the cluster at each run", async () => {
    expect(await providerOf(environmentFields(), "kubernetes")).toEqual(
      exec(args),
    );
  });

  it("gets it as the role that the AWS provider assumes", async () => {
    const roleArn = `arn:aws:iam::${account}:role/terraform`;
    expect(
      await providerOf(clusterIs({ assumeRole: { roleArn } }), "kubernetes"),
    ).toEqual(exec([...args, "--role-arn", roleArn]));
  });

  it("gets it as a role of its own", async () => {
    expect(
      await providerOf(
        clusterIs({
          assumeRole: { roleArn: `arn:aws:iam::${account}:role/terraform` },
          kubernetes: {
            eks: { roleArn: "arn:{partition}:iam::{account}:role/kubernetes" },
          },
        }),
        "kubernetes",
      ),
    ).toEqual(
      exec([...args, "--role-arn", `arn:aws:iam::${account}:role/kubernetes`]),
    );
  });

  it("names the EKS cluster as AWS knows it", async () => {
    expect(
      await providerOf(
        clusterIs({ name: "Prod_1", region: "eu-west-1" }),
        "kubernetes",
      ),
    ).toEqual(
      exec([
        "eks",
        "get-token",
        "--cluster-name",
        "Prod_1",
        "--region",
        "eu-west-1",
      ]),
    );
  });

  it.each([
    [{ context: "site" }, "~/.kube/config"],
    [{ context: "site", path: "/etc/kube/site.yaml" }, "/etc/kube/site.yaml"],
  ])("uses the kubeconfig %j", async (kubeconfig, path) => {
    expect(
      await providerOf(clusterIs({ kubernetes: { kubeconfig } }), "kubernetes"),
    ).toEqual({ config_path: path, config_context: "site" });
  });
});

describe("versions", () => {
  const none = { region: "us-east-1", agent: "external" };
  it.each<[string, Fields, string]>([
    [
      "an existing OIDC provider",
      { clusters: { us: clusterFields({ oidcProvider: "existing" }) } },
      ">= 5.0.0, < 7.0.0",
    ],
    [
      "an association",
      { clusters: { us: none }, workloads: { echo: podIdentityFields() } },
      ">= 5.29.0, < 7.0.0",
    ],
    [
      "exclusive permissions",
      {
        clusters: { us: none },
        defaults: { exclusivePermissions: true },
        workloads: { echo: podIdentityFields() },
      },
      ">= 5.72.0, < 7.0.0",
    ],
    ["an OIDC provider without thumbprint", {}, ">= 5.81.0, < 7.0.0"],
    [
      "session tags off",
      {
        workloads: {
          echo: podIdentityFields({ podIdentity: { sessionTags: false } }),
        },
      },
      ">= 6.2.0, < 7.0.0",
    ],
    [
      "a retired cluster that made nothing",
      { clusters: { us: { ...none, retired: true } }, workloads: {} },
      ">= 5.0.0, < 7.0.0",
    ],
    [
      "the OIDC provider of a retired cluster",
      { clusters: { us: clusterFields({ retired: true }) } },
      ">= 5.81.0, < 7.0.0",
    ],
    [
      "an association without session tags of a retired cluster",
      {
        clusters: { us: { ...none, retired: true } },
        workloads: {
          echo: podIdentityFields({ podIdentity: { sessionTags: false } }),
        },
      },
      ">= 6.2.0, < 7.0.0",
    ],
  ])("of the AWS provider fit %s", async (_, overrides, version) => {
    const { root } = await synthesizeCluster(environmentFields(overrides));
    expect(root.terraform.required_providers.aws).toEqual({
      source: "hashicorp/aws",
      version,
    });
  });

  it("of the Kubernetes provider are a range", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(root.terraform.required_providers.kubernetes).toEqual({
      source: "hashicorp/kubernetes",
      version: ">= 2.9.0, < 4.0.0",
    });
  });

  it.each([
    ["local", { local: {} }, ">= 1.2.0"],
    ["s3", { s3: { bucket: "acme-state", region: "us-east-1" } }, ">= 1.10.0"],
  ])("of Terraform fit backend %s", async (_, backend, version) => {
    const { root } = await synthesizeCluster(environmentFields({ backend }));
    expect(root.terraform.required_version).toBe(version);
  });
});
