/** Construct ids that only structure the tree: resource types tell apart what they hold. */
const scaffolding: ReadonlySet<string> = new Set([
  "addon",
  "association",
  "attached-policies",
  "identity",
  "inline-policies",
  "kubernetes",
  "oidc-provider",
  "permissions",
  "pod-identity",
  "provider",
  "role",
  "service-account",
]);

/** Construct id of a workload. The prefix keeps names such as `constructor` off the tree's own. */
export function workloadId(workload: string): string {
  return `workload-${workload}`;
}

/**
 * The name of an element in its Terraform address, from the ids of the constructs that it stands in,
 * below the stack: `workload-echo/identity/role` gives `echo`, as in `aws_iam_role.echo`. No hash:
 * addresses are state, and people read them in plans. That no two meet is checked by
 * {@link duplicateAddresses}.
 *
 * A prefix counts where this code sets it and nowhere else: a namespace may be called `workload-a`.
 */
export function addressName(ids: readonly string[]): string {
  return ids
    .flatMap((id, index) => {
      if (scaffolding.has(id)) return [];
      if (index === 0) return [id.replace(/^workload-/, "")];
      if (index === ids.length - 1) return [id.replace(/^attachment-/, "")];
      return [id];
    })
    .join("_");
}
