import {
  clusterFields,
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { synthesizeCluster } from "../support/synthesize";
import { addressesOf, blockAt, resourcesOf } from "../support/terraform-root";

const roleArn = "arn:aws:iam::111122223333:role/test-us-echo";

describe("a service account that Terraform owns", () => {
  it("has the annotations of IRSA, labels and the automount switch", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({
            serviceAccount: {
              namespace: "echo",
              name: "aws-sa",
              labels: { "app.kubernetes.io/part-of": "echo" },
              automountToken: false,
            },
            irsa: {
              audience: "vault",
              tokenExpirationSeconds: 3600,
              regionalSts: false,
            },
          }),
        },
      }),
    );
    expect(blockAt(root, "kubernetes_service_account_v1.echo")).toEqual({
      automount_service_account_token: false,
      depends_on: expect.anything() as unknown,
      metadata: {
        namespace: "echo",
        name: "aws-sa",
        annotations: {
          "eks.amazonaws.com/audience": "vault",
          "eks.amazonaws.com/role-arn": roleArn,
          "eks.amazonaws.com/sts-regional-endpoints": "false",
          "eks.amazonaws.com/token-expiration": "3600",
        },
        labels: { "app.kubernetes.io/part-of": "echo" },
      },
    });
  });

  it("has the role's annotation alone by default", async () => {
    const { root } = await synthesizeCluster(environmentFields());
    expect(blockAt(root, "kubernetes_service_account_v1.echo")).toEqual({
      depends_on: expect.anything() as unknown,
      metadata: {
        namespace: "echo",
        name: "aws-sa",
        annotations: { "eks.amazonaws.com/role-arn": roleArn },
      },
    });
  });
});

describe("an association", () => {
  it("names cluster, namespace, service account, role and the workload's tags", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: { echo: podIdentityFields({ tags: { team: "echo" } }) },
      }),
    );
    expect(blockAt(root, "aws_eks_pod_identity_association.echo")).toEqual({
      cluster_name: "test-us",
      depends_on: expect.anything() as unknown,
      namespace: "echo",
      role_arn: roleArn,
      service_account: "aws-sa",
      tags: { team: "echo" },
    });
  });
});

describe("a list of service accounts", () => {
  it("has addresses with their names, and moves what the workload had before to the first", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: podIdentityFields({
            serviceAccount: ["jobs/z.v1", "echo/aws-sa"],
          }),
        },
      }),
    );
    expect(addressesOf(root)).toEqual([
      "aws_eks_addon.agent",
      "aws_eks_pod_identity_association.echo_echo_aws-sa",
      "aws_eks_pod_identity_association.echo_jobs_z__v1",
      "aws_iam_openid_connect_provider.cluster",
      "aws_iam_role.echo",
      "data.aws_eks_cluster.cluster",
      "kubernetes_service_account_v1.echo_echo_aws-sa",
      "kubernetes_service_account_v1.echo_jobs_z__v1",
      "output.workloads",
    ]);
    expect(root.moved).toEqual([
      {
        from: "aws_eks_pod_identity_association.echo",
        to: "aws_eks_pod_identity_association.echo_jobs_z__v1",
      },
      {
        from: "kubernetes_service_account_v1.echo",
        to: "kubernetes_service_account_v1.echo_jobs_z__v1",
      },
    ]);
    expect(
      blockAt(root, "aws_eks_pod_identity_association.echo_jobs_z__v1"),
    ).toMatchObject({ namespace: "jobs", service_account: "z.v1" });
  });

  it.each(["workload-a", "attachment-a", "role", "identity"])(
    "moves to the address that it has, in namespace %s too",
    async (namespace) => {
      const { root } = await synthesizeCluster(
        environmentFields({
          workloads: {
            echo: podIdentityFields({
              serviceAccount: [`${namespace}/x`, "a/x"],
            }),
          },
        }),
      );
      const addresses = addressesOf(root);
      expect(addresses).toContain(
        `aws_eks_pod_identity_association.echo_${namespace}_x`,
      );
      for (const { to } of root.moved ?? []) expect(addresses).toContain(to);
      expect(root.moved).toHaveLength(2);
    },
  );

  it("moves no association for IRSA", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: { echo: irsaFields({ serviceAccount: ["echo/aws-sa"] }) },
      }),
    );
    expect(root.moved).toEqual([
      {
        from: "kubernetes_service_account_v1.echo",
        to: "kubernetes_service_account_v1.echo_echo_aws-sa",
      },
    ]);
  });

  it.each([
    ["a service account of another owner", "echo/aws-sa"],
    ["a pattern", { namespace: "echo", namePattern: "job-*" }],
  ])("moves nothing where %s is first", async (_, first) => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({
            serviceAccount: [first, "echo/b"],
            serviceAccountOwner: "external",
          }),
        },
      }),
    );
    expect(root.moved).toBeUndefined();
  });

  it("leaves other workloads' addresses as they are", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({ workloads: { echo: irsaFields() } }),
    );
    expect(root.moved).toBeUndefined();
  });
});

describe("a service account of owner external", () => {
  it("is trusted and associated, and nothing is made", async () => {
    const { root, manifest } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({ serviceAccountOwner: "external" }),
          jobs: podIdentityFields({
            serviceAccount: {
              namespace: "jobs",
              name: "default",
              owner: "external",
            },
          }),
        },
      }),
    );
    expect(addressesOf(root)).toEqual([
      "aws_eks_addon.agent",
      "aws_eks_pod_identity_association.jobs",
      "aws_iam_openid_connect_provider.cluster",
      "aws_iam_role.echo",
      "aws_iam_role.jobs",
      "data.aws_eks_cluster.cluster",
      "output.workloads",
    ]);
    expect(manifest).toBeUndefined();
  });
});

describe("service accounts of owner manifest", () => {
  it("are YAML beside the stack, annotated for IRSA only", async () => {
    const { root, manifest } = await synthesizeCluster(
      environmentFields({
        defaults: { serviceAccountOwner: "manifest" },
        workloads: {
          echo: irsaFields({
            serviceAccount: [
              {
                namespace: "echo",
                name: "aws-sa",
                labels: { part: "echo", version: "1e3" },
                automountToken: false,
              },
              { namespace: "echo", namePattern: "job-*", owner: "external" },
            ],
            irsa: { tokenExpirationSeconds: 600 },
          }),
          jobs: podIdentityFields({ serviceAccount: "jobs/job" }),
        },
      }),
    );
    expect(manifest).toBe(`apiVersion: v1
kind: ServiceAccount
metadata:
  name: aws-sa
  namespace: echo
  annotations:
    eks.amazonaws.com/role-arn: ${roleArn}
    eks.amazonaws.com/token-expiration: "600"
  labels:
    part: echo
    version: "1e3"
automountServiceAccountToken: false
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: job
  namespace: jobs
`);
    expect(resourcesOf(root, "kubernetes_service_account_v1")).toEqual({});
  });

  it("are text where Kubernetes' YAML reader would see something else", async () => {
    const names = [
      "1e3",
      "010",
      "0x1f",
      "0b1",
      "0o7",
      "123",
      "true",
      "null",
      "yes",
      "no",
      "on",
      "off",
      "y",
      "n",
    ];
    const { manifest } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: irsaFields({
            serviceAccountOwner: "manifest",
            serviceAccount: names.map((name) => ({
              namespace: "echo",
              name,
              labels: { [name]: name },
            })),
          }),
        },
      }),
    );
    for (const name of names) {
      expect(manifest).toContain(`\n  name: "${name}"\n`);
      expect(manifest).toContain(`\n    "${name}": "${name}"\n`);
    }
  });

  it("are there for one cluster and Terraform's on another", async () => {
    const fields = environmentFields({
      clusters: {
        us: clusterFields(),
        eu: { region: "eu-west-1" },
      },
      workloads: {
        echo: podIdentityFields({
          clusters: { us: {}, eu: { serviceAccountOwner: "manifest" } },
        }),
      },
    });
    const us = await synthesizeCluster(fields, "us");
    const eu = await synthesizeCluster(fields, "eu");
    expect(us.manifest).toBeUndefined();
    expect(eu.manifest).toContain("name: aws-sa");
    expect(Object.keys(eu.root.provider)).toEqual(["aws"]);
  });
});
