import { stringify } from "yaml";
import type { ServiceAccountProps } from "./service-account";

/**
 * Kubernetes YAML of service accounts, one document each in the given order, for GitOps repositories
 * and for clusters that Terraform can't reach.
 */
export function serviceAccountManifest(
  serviceAccounts: readonly Omit<ServiceAccountProps, "dependsOn">[],
): string {
  return serviceAccounts
    .map(({ namespace, name, annotations, labels, automountToken }) =>
      stringify(
        {
          apiVersion: "v1",
          kind: "ServiceAccount",
          metadata: {
            name,
            namespace,
            ...(isFilled(annotations) && { annotations }),
            ...(isFilled(labels) && { labels }),
          },
          ...(automountToken !== undefined && {
            automountServiceAccountToken: automountToken,
          }),
        },
        // Kubernetes reads YAML 1.1, where unquoted `yes` or `1e3` would not be text.
        { lineWidth: 0, version: "1.1" },
      ),
    )
    .join("---\n");
}

function isFilled(
  map: Readonly<Record<string, string>> | undefined,
): map is Readonly<Record<string, string>> {
  return map !== undefined && Object.keys(map).length > 0;
}
