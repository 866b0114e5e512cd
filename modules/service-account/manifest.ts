import { Document, Scalar, visit } from "yaml";
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
      write({
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
      }),
    )
    .join("---\n");
}

/**
 * Kubernetes reads YAML 1.1, where unquoted `yes` would not be text, and takes more for numbers than
 * YAML 1.1 does, such as `0o7`: text that starts with a digit is quoted.
 */
function write(value: unknown): string {
  const document = new Document(value, { version: "1.1" });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && /^\d/.test(scalar.value))
        scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function isFilled(
  map: Readonly<Record<string, string>> | undefined,
): map is Readonly<Record<string, string>> {
  return map !== undefined && Object.keys(map).length > 0;
}
