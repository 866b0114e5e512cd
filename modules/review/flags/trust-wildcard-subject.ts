import { claimsOf } from "../access";
import { federatedStatements } from "./support/federated-statements";
import { trustRule } from "./support/trust-rule";

export const trustWildcardSubject = trustRule({
  id: "trust-wildcard-subject",
  severity: "high",
  reason:
    "Whoever can make a service account, or a namespace, that the pattern matches gets the role.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  *findIn(trust, role, state) {
    for (const { issuerHost, conditions } of federatedStatements(
      trust,
      state,
    )) {
      const like = conditions.filter(({ operator }) => /like/i.test(operator));
      for (const subject of claimsOf(like, issuerHost, "sub")) {
        if (!/[*?]/.test(subject)) continue;
        const [, namespace] =
          /^system:serviceaccount:([^:]*):[^:]*$/.exec(subject) ?? [];
        const inOneNamespace =
          namespace !== undefined && !/[*?]/.test(namespace);
        yield {
          message: inOneNamespace
            ? `${role.label} lets every service account in whose subject is like ${subject}`
            : `${role.label} lets service accounts of several namespaces in: ${subject}`,
          severity: inOneNamespace ? "medium" : "high",
        };
      }
    }
  },
});
