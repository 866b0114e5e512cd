import type { Cluster, Environment, Workload } from "../../modules/environment";
import {
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { loadFields } from "../support/load";
import { readDocument, readTemplates } from "../support/read-template";
import { synthesize, synthesizeCluster } from "../support/synthesize";
import { blockAt } from "../support/terraform-root";

/** Text that a template, JSON, HCL, HTML or a shell would take for something else. */
const nasty =
  'a ${file("/etc/passwd")} %{ if true }b%{ endif } $${c} %%{d} "e" \\ \'f\' `g` $(h) <i>&j;\n\u2028k é日本🎉';

/** Replaces texts of a checked environment by ones that a file's form would refuse. */
async function withText(
  change: (cluster: Cluster) => Partial<Cluster>,
): Promise<Environment> {
  const environment = await loadFields(
    environmentFields({
      workloads: {
        echo: irsaFields({
          role: { description: "x" },
          permissions: {
            statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
          },
        }),
        jobs: podIdentityFields({ serviceAccount: "jobs/job" }),
      },
    }),
  );
  return {
    ...environment,
    clusters: environment.clusters.map((cluster) => ({
      ...cluster,
      ...change(cluster),
    })),
  };
}

async function rootWith(change: (cluster: Cluster) => Partial<Cluster>) {
  const [stack] = synthesize([await withText(change)]);
  if (stack === undefined) throw new Error("no stack");
  return stack;
}

function everyWorkload(
  cluster: Cluster,
  change: (workload: Workload) => Workload,
): Partial<Cluster> {
  return { workloads: cluster.workloads.map(change) };
}

describe("text of a file reaches Terraform as it is written", () => {
  it("in descriptions", async () => {
    const { root } = await rootWith((cluster) =>
      everyWorkload(cluster, (workload) => ({
        ...workload,
        role: { ...workload.role, description: nasty },
      })),
    );
    expect(readTemplates(blockAt(root, "aws_iam_role.echo").description)).toBe(
      nasty,
    );
  });

  it("in tags of roles and associations, keys and values", async () => {
    const tags = { [nasty]: nasty, plain: "x" };
    const { root } = await rootWith((cluster) =>
      everyWorkload(cluster, (workload) => ({ ...workload, tags })),
    );
    for (const address of [
      "aws_iam_role.echo",
      "aws_iam_role.jobs",
      "aws_eks_pod_identity_association.jobs",
    ])
      expect(readTemplates(blockAt(root, address).tags)).toEqual(tags);
  });

  it("in default tags", async () => {
    const tags = { [nasty]: nasty };
    const { root } = await rootWith(() => ({ tags }));
    expect(readTemplates(root.provider.aws?.[0]?.default_tags)).toEqual([
      { tags },
    ]);
  });

  it("in external ids and role ARNs of the provider", async () => {
    const { root } = await rootWith(() => ({
      assumeRole: { roleArn: nasty, externalId: nasty },
    }));
    expect(readTemplates(root.provider.aws?.[0]?.assume_role)).toEqual([
      { role_arn: nasty, external_id: nasty },
    ]);
  });

  it("in arguments of the token command", async () => {
    const { root } = await rootWith(() => ({
      kubernetes: { kind: "eks", roleArn: nasty },
    }));
    const [provider] = root.provider.kubernetes ?? [];
    const [exec] = provider?.exec as { readonly args: readonly string[] }[];
    expect(readTemplates(exec?.args.at(-1))).toBe(nasty);
  });

  it("in the kubeconfig's path and context", async () => {
    const { root } = await rootWith(() => ({
      kubernetes: { kind: "kubeconfig", path: nasty, context: nasty },
    }));
    expect(readTemplates(root.provider.kubernetes)).toEqual([
      { config_path: nasty, config_context: nasty },
    ]);
  });

  it("in the agent's configuration", async () => {
    const configuration = { [nasty]: [nasty, { "9": 1, "10": true }] };
    const { root } = await rootWith(() => ({
      agent: { kind: "addon", configuration },
    }));
    expect(
      readDocument(blockAt(root, "aws_eks_addon.agent").configuration_values),
    ).toEqual(configuration);
  });

  it("in resources and conditions of the inline policy", async () => {
    const { root } = await rootWith((cluster) =>
      everyWorkload(cluster, (workload) => ({
        ...workload,
        permissions: {
          managedPolicies: [],
          statements: [
            {
              actions: [nasty],
              resources: [nasty],
              conditions: { StringEquals: { [nasty]: [nasty, "x"] } },
            },
          ],
        },
      })),
    );
    expect(
      readDocument(blockAt(root, "aws_iam_role_policy.echo").policy),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [nasty],
          Resource: [nasty],
          Condition: { StringEquals: { [nasty]: [nasty, "x"] } },
        },
      ],
    });
  });

  it("in labels of service accounts", async () => {
    const labels = { [nasty]: nasty };
    const { root } = await rootWith((cluster) =>
      everyWorkload(cluster, (workload) =>
        workload.identity === "irsa"
          ? {
              ...workload,
              serviceAccounts: workload.serviceAccounts.map((one) => ({
                ...one,
                labels,
              })),
            }
          : workload,
      ),
    );
    expect(
      readTemplates(
        blockAt(root, "kubernetes_service_account_v1.echo").metadata,
      ),
    ).toMatchObject({ labels });
  });

  it("in role names, paths and boundaries, and the ARNs in outputs and annotations", async () => {
    const { root } = await rootWith((cluster) =>
      everyWorkload(cluster, (workload) => ({
        ...workload,
        role: {
          ...workload.role,
          name: nasty,
          path: "/${a}/",
          arn: `arn:aws:iam::111122223333:role/\${a}/${nasty}`,
          permissionsBoundary: nasty,
        },
      })),
    );
    expect(readTemplates(blockAt(root, "aws_iam_role.echo"))).toMatchObject({
      name: nasty,
      path: "/${a}/",
      permissions_boundary: nasty,
    });
    expect(readTemplates(root.output)).toMatchObject({
      workloads: {
        value: {
          echo: { role_arn: `arn:aws:iam::111122223333:role/\${a}/${nasty}` },
        },
      },
    });
    expect(
      readTemplates(
        blockAt(root, "kubernetes_service_account_v1.echo").metadata,
      ),
    ).toMatchObject({
      annotations: {
        "eks.amazonaws.com/role-arn": `arn:aws:iam::111122223333:role/\${a}/${nasty}`,
      },
    });
  });

  it("in the cluster's name, and in the messages of checks", async () => {
    const name = 'x${y}"%{z}';
    const { root } = await rootWith(() => ({ name }));
    const { name: found, lifecycle } = blockAt(
      root,
      "data.aws_eks_cluster.cluster",
    ) as {
      readonly name: string;
      readonly lifecycle: {
        readonly postcondition: readonly { readonly error_message: string }[];
      };
    };
    expect(readTemplates(found)).toBe(name);
    expect(readTemplates(lifecycle.postcondition[0]?.error_message)).toContain(
      `The OIDC issuer of cluster ${name} is not`,
    );
  });
});

describe("IAM's variables of a file", () => {
  it("arrive in conditions and resources, and are no expression", async () => {
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: {
          echo: podIdentityFields({
            permissions: {
              statements: [
                {
                  actions: ["s3:GetObject"],
                  resources: [
                    "arn:{partition}:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*",
                  ],
                  conditions: {
                    StringEquals: {
                      "s3:prefix": "${aws:PrincipalTag/kubernetes-namespace}",
                    },
                  },
                },
              ],
            },
          }),
        },
      }),
    );
    expect(
      readDocument(blockAt(root, "aws_iam_role_policy.echo").policy),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [
            "arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*",
          ],
          Condition: {
            StringEquals: {
              "s3:prefix": "${aws:PrincipalTag/kubernetes-namespace}",
            },
          },
        },
      ],
    });
  });

  it("arrive in a description, with every other template", async () => {
    const description = 'Keeps ${aws:x}, %{ if y }, "quotes" & <é>\nand lines';
    const { root } = await synthesizeCluster(
      environmentFields({
        workloads: { echo: irsaFields({ role: { description } }) },
      }),
    );
    expect(readTemplates(blockAt(root, "aws_iam_role.echo").description)).toBe(
      description,
    );
  });
});
