import { join } from "node:path";
import { loadDirectory } from "../support/load";
import { synthesize } from "../support/synthesize";
import { addressesOf } from "../support/terraform-root";

/**
 * Addresses are state: a change here is one that plans show as moved, replaced or destroyed, and that the
 * changelog names.
 */
const pinned: Readonly<Record<string, readonly string[]>> = {
  "dev-eu": [
    "aws_eks_addon.agent",
    "aws_eks_pod_identity_association.echo",
    "aws_iam_role.echo",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "kubernetes_service_account_v1.echo",
    "output.workloads",
  ],
  "dev-us": [
    "aws_iam_openid_connect_provider.cluster",
    "aws_iam_role.echo",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "kubernetes_service_account_v1.echo",
    "output.workloads",
  ],
  "prod-eu": [
    "aws_eks_addon.agent",
    "aws_eks_pod_identity_association.ledger",
    "aws_iam_openid_connect_provider.cluster",
    "aws_iam_role.echo",
    "aws_iam_role.ledger",
    "aws_iam_role.reports",
    "aws_iam_role_policy.ledger",
    "aws_iam_role_policy.reports",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "kubernetes_service_account_v1.echo",
    "kubernetes_service_account_v1.ledger",
    "kubernetes_service_account_v1.reports",
    "output.workloads",
  ],
  "prod-us": [
    "aws_eks_addon.agent",
    "aws_eks_pod_identity_association.ledger",
    "aws_eks_pod_identity_association.reports",
    "aws_iam_openid_connect_provider.cluster",
    "aws_iam_role.batch",
    "aws_iam_role.echo",
    "aws_iam_role.ledger",
    "aws_iam_role.reports",
    "aws_iam_role_policy.batch",
    "aws_iam_role_policy.ledger",
    "aws_iam_role_policy.reports",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "kubernetes_service_account_v1.batch",
    "kubernetes_service_account_v1.echo",
    "kubernetes_service_account_v1.ledger",
    "kubernetes_service_account_v1.reports",
    "output.workloads",
  ],
  "sandbox-eu": [
    "aws_eks_addon.agent",
    "aws_eks_pod_identity_association.ledger",
    "aws_iam_openid_connect_provider.cluster",
    "aws_iam_role.echo",
    "aws_iam_role.ledger",
    "aws_iam_role.reports",
    "aws_iam_role_policy.ledger",
    "aws_iam_role_policy.reports",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "output.workloads",
  ],
  "sandbox-us": [
    "aws_eks_addon.agent",
    "aws_eks_pod_identity_association.ledger",
    "aws_eks_pod_identity_association.reports",
    "aws_iam_openid_connect_provider.cluster",
    "aws_iam_role.echo",
    "aws_iam_role.ledger",
    "aws_iam_role.reports",
    "aws_iam_role_policy.ledger",
    "aws_iam_role_policy.reports",
    "aws_iam_role_policy_attachment.echo_aws_AmazonS3ReadOnlyAccess",
    "data.aws_eks_cluster.cluster",
    "output.workloads",
  ],
};

it("keeps the addresses of the environments in this repository", async () => {
  const environments = await loadDirectory(
    join(__dirname, "..", "..", "environments"),
  );
  expect(
    Object.fromEntries(
      synthesize(environments).map(({ name, root }) => [
        name,
        addressesOf(root),
      ]),
    ),
  ).toEqual(pinned);
});
