import type { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, type TerraformStack } from "cdktf";
import type { Backend, Cluster, KubernetesAccess } from "../environment";
import { template, templateMap } from "../terraform-text";
import { versionsFor } from "./provider-versions";

/** Configures the AWS provider so that it can touch the cluster's account and no other. */
export function createAwsProvider(
  stack: TerraformStack,
  cluster: Cluster,
): void {
  const tags = templateMap(cluster.tags);
  new AwsProvider(stack, "aws", {
    region: template(cluster.region),
    allowedAccountIds: [cluster.account],
    ...(cluster.assumeRole && {
      assumeRole: [
        {
          roleArn: template(cluster.assumeRole.roleArn),
          ...(cluster.assumeRole.externalId !== undefined && {
            externalId: template(cluster.assumeRole.externalId),
          }),
        },
      ],
    }),
    ...(tags && { defaultTags: [{ tags }] }),
  });
}

/**
 * Configures the Kubernetes provider. On EKS a token is fetched at each run by `aws eks get-token`: it
 * is in no file and no state.
 *
 * @param eks the cluster's data source, where access is by EKS
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#exec-plugins
 */
export function createKubernetesProvider(
  stack: TerraformStack,
  cluster: Cluster,
  access: KubernetesAccess,
  eks: DataAwsEksCluster | undefined,
): void {
  if (access.kind === "kubeconfig") {
    new KubernetesProvider(stack, "kubernetes", {
      configPath: template(access.path),
      configContext: template(access.context),
    });
    return;
  }
  if (eks === undefined)
    throw new Error("access by EKS needs the cluster's data source");
  new KubernetesProvider(stack, "kubernetes", {
    host: eks.endpoint,
    clusterCaCertificate: Fn.base64decode(eks.certificateAuthority.get(0).data),
    exec: [
      {
        apiVersion: "client.authentication.k8s.io/v1",
        command: "aws",
        args: [
          "eks",
          "get-token",
          "--cluster-name",
          template(cluster.name),
          "--region",
          template(cluster.region),
          ...(access.roleArn === undefined
            ? []
            : ["--role-arn", template(access.roleArn)]),
        ],
      },
    ],
  });
}

/**
 * Replaces the exact versions that cdktf's bindings ask for by ranges: whoever runs the output chooses
 * the version, and a lock file holds it.
 */
export function requireVersions(
  stack: TerraformStack,
  cluster: Cluster,
  backend: Backend,
): void {
  const versions = versionsFor(cluster, backend);
  stack.addOverride("terraform.required_version", versions.terraform);
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: versions.aws,
  });
  if (cluster.kubernetes)
    stack.addOverride("terraform.required_providers.kubernetes", {
      source: "hashicorp/kubernetes",
      version: versions.kubernetes,
    });
}
