import type { Workload } from "../environment";

/** One line of text for a workload: who gets what by which path. Every part of it was checked to be a name. */
export function summaryOf({
  name,
  identity,
  serviceAccounts,
  role,
  permissions,
}: Workload): string {
  const who = serviceAccounts.map(
    (one) => `${one.namespace}/${"name" in one ? one.name : one.namePattern}`,
  );
  const subject = `service account${who.length === 1 ? "" : "s"} ${listOf(who)}`;
  const path = identity === "irsa" ? "IRSA" : "EKS Pod Identity";
  return `${name}: ${subject} ${who.length === 1 ? "becomes" : "become"} ${role.name} by ${path}, ${grants(permissions)}`;
}

function grants({
  managedPolicies,
  statements,
}: Workload["permissions"]): string {
  const policies = managedPolicies.map((arn) => arn.split("/").at(-1) ?? arn);
  const own =
    statements.length === 0
      ? []
      : [
          `${statements.length} statement${statements.length === 1 ? "" : "s"} of its own`,
        ];
  const all = [...policies, ...own];
  return all.length === 0
    ? "and may only say who it is"
    : `with ${listOf(all)}`;
}

function listOf(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? "")
    : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}
