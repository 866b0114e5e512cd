import type { AccessMap, AccessWorkload } from "../access";
import { jsonencode } from "../terraform-text";

/**
 * Who gains, loses or changes access from one map to another: a line each, by stack and service account.
 */
export function accessChanges(
  before: AccessMap,
  after: AccessMap,
): readonly string[] {
  const [old, next] = [holdersOf(before), holdersOf(after)];
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.flatMap((key) => {
    const [had, has] = [old.get(key), next.get(key)];
    if (had === undefined)
      return has === undefined ? [] : [`gains    ${key}: ${roleOf(has)}`];
    if (has === undefined) return [`loses    ${key}: ${roleOf(had)}`];
    const changes = differences(had, has);
    return changes.length === 0
      ? []
      : [`changes  ${key}: ${changes.join(", ")}`];
  });
}

/** Stack and service account -> its workload. */
function holdersOf(map: AccessMap): ReadonlyMap<string, AccessWorkload> {
  return new Map(
    map.clusters.flatMap(({ stack, workloads }) =>
      workloads.flatMap((workload) =>
        workload.serviceAccounts.map(
          ({ namespace, name }) =>
            [`${stack} ${namespace}/${name}`, workload] as const,
        ),
      ),
    ),
  );
}

function roleOf({ role, identity }: AccessWorkload): string {
  return `${role.name} by ${identity}`;
}

function differences(
  had: AccessWorkload,
  has: AccessWorkload,
): readonly string[] {
  const told = (from: string, to: string): string[] =>
    from === to ? [] : [`${from} becomes ${to}`];
  const named = (what: string, one: object, other: object): string[] =>
    jsonencode(one) === jsonencode(other) ? [] : [what];
  return [
    ...told(had.identity, has.identity),
    ...told(had.role.arn, has.role.arn),
    ...told(
      had.role.permissionsBoundary ?? "no boundary",
      has.role.permissionsBoundary ?? "no boundary",
    ),
    ...named("trust", had.trust, has.trust),
    ...named(
      "permissions",
      [had.managedPolicies, had.statements],
      [has.managedPolicies, has.statements],
    ),
  ];
}
