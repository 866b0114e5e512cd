import type { Rule } from "./support/rule";

export const providerNeedsIssuer: Rule = {
  name: "provider-needs-issuer",
  statement: "`oidcProvider` is written only beside an issuer.",
  reason: "It would do nothing, and be taken for a provider that is there.",
  *check({ file }) {
    for (const [key, cluster] of Object.entries(file.clusters))
      if (cluster.oidcProvider !== undefined && cluster.issuer === undefined)
        yield {
          path: ["clusters", key, "oidcProvider"],
          rule: "an OIDC provider needs an issuer",
          got: cluster.oidcProvider,
          fix: "add the cluster's issuer or take this out",
        };
  },
};
