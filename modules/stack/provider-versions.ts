import type { Backend, Cluster } from "../environment";

/** The first AWS provider with each feature that a stack may use. */
const awsSince = {
  anything: "5.0.0",
  association: "5.29.0",
  exclusivePermissions: "5.72.0",
  providerWithoutThumbprint: "5.81.0",
  sessionTagsOff: "6.2.0",
} as const;

/** The first Terraform with each feature; OpenTofu counts alike. */
const terraformSince = {
  postcondition: "1.2.0",
  s3LockFile: "1.10.0",
} as const;

export interface Versions {
  readonly terraform: string;
  readonly aws: string;
  readonly kubernetes: string;
}

/**
 * The ranges of versions that a stack works with: from the first that has everything it uses, or that a
 * retired one used, below the next major one.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
export function versionsFor(cluster: Cluster, backend: Backend): Versions {
  const used = new Set<keyof typeof awsSince>(["anything"]);
  // What is to be destroyed needs the provider that made it: an older one may not know its type or state.
  const { oidcProvider, workloads } = cluster.destroys ?? cluster;
  if (oidcProvider?.kind === "create") used.add("providerWithoutThumbprint");
  for (const workload of workloads) {
    if (workload.role.exclusivePermissions) used.add("exclusivePermissions");
    if (workload.identity !== "pod-identity") continue;
    used.add(workload.sessionTags ? "association" : "sessionTagsOff");
  }
  const aws = (Object.keys(awsSince) as (keyof typeof awsSince)[])
    .filter((feature) => used.has(feature))
    .at(-1);
  return {
    terraform: `>= ${terraformSince[backend.kind === "s3" ? "s3LockFile" : "postcondition"]}`,
    aws: `>= ${awsSince[aws ?? "anything"]}, < 7.0.0`,
    // kubernetes_service_account_v1 came with 2.7.0, and exec's v1 tokens with 2.9.0.
    kubernetes: ">= 2.9.0, < 4.0.0",
  };
}
