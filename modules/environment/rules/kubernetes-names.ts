import {
  isNamePattern,
  isNamespace,
  isServiceAccountName,
} from "../../trust-policy";
import type { Rule } from "./support/rule";
import { eachWrittenServiceAccount } from "./support/service-accounts";

export const kubernetesNames: Rule = {
  name: "kubernetes-names",
  statement:
    "A namespace is a DNS label, a service account's name a DNS subdomain; wildcards stand in `namePattern` only.",
  reason:
    "Kubernetes takes no other names, and a wildcard in a name would either never match or let in service accounts that nobody meant.",
  source:
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  *check(context) {
    for (const { path, written, namespace, name } of eachWrittenServiceAccount(
      context,
    )) {
      const inMap = typeof written !== "string";
      if (!isNamespace(namespace))
        yield {
          path: inMap ? [...path, "namespace"] : path,
          rule: "a namespace is a DNS label, never a pattern",
          got: namespace,
          fix: "use at most 63 lower-case letters, digits and hyphens",
        };
      if (name !== undefined && !isServiceAccountName(name))
        yield {
          path: inMap ? [...path, "name"] : path,
          rule: "a service account's name is a DNS subdomain",
          got: name,
          fix: /[*?]/.test(name)
            ? "write the pattern as namePattern, in a map with namespace, and the owner as external"
            : "use at most 253 lower-case letters, digits, hyphens and dots",
        };
      if (
        inMap &&
        written.namePattern !== undefined &&
        !isNamePattern(written.namePattern)
      )
        yield {
          path: [...path, "namePattern"],
          rule: "a pattern has a wildcard (* or ?) and at least one letter or digit",
          got: written.namePattern,
          fix: "write it as in reader-*, or use name",
        };
    }
  },
};
