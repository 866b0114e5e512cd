import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  listOf,
  textOf,
  type Json,
} from "./json";

const types =
  /^kubernetes_(?:cron_job|daemon_?set|deployment|job|pod|replication_controller|stateful_set)(?:_v1)?$/;

const kinds: ReadonlySet<string> = new Set([
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "Pod",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
]);

/** From a workload to its pods' specification, as the provider and as Kubernetes call it. */
const wayToPods = ["jobTemplate", "job_template", "spec", "template"] as const;

/** The service account's name there; `serviceAccount` is its older name. */
const names = [
  "service_account_name",
  "serviceAccountName",
  "serviceAccount",
] as const;

/** Whether a type of resource makes pods. */
export function isWorkload(type: string): boolean {
  return types.test(type);
}

/** Whether a manifest is of what makes pods. */
export function isWorkloadManifest(manifest: Json | undefined): boolean {
  return kinds.has(textOf(manifest, "kind") ?? "");
}

/**
 * The name of the service account that a workload's pods run as; undefined where it says none, and then it is `default`.
 *
 * @param workload a resource's attributes, or a manifest
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
 */
export function serviceAccountOf(
  workload: Json | undefined,
): string | undefined {
  const own = names.flatMap((name) => textOf(workload, name) ?? [])[0];
  if (own !== undefined) return own;
  for (const name of wayToPods) {
    const next = fieldOf(workload, name);
    if (next !== undefined)
      return serviceAccountOf(isJsonArray(next) ? next[0] : next);
  }
  return undefined;
}

/**
 * Whether a change lets code run as a service account that didn't before: one that only brings other code doesn't.
 *
 * @param change Terraform's
 * @param path to the workload in a stage: none of a resource's own type
 */
export function runsAsAnother(
  change: Json,
  ...path: readonly string[]
): boolean {
  if (listOf(change, "actions").includes("create")) return true;
  const [before, after] = ["before", "after"].map((stage) =>
    fieldOf(change, stage, ...path),
  );
  return (
    isJsonObject(before) &&
    isJsonObject(after) &&
    serviceAccountOf(before) !== serviceAccountOf(after)
  );
}

/** A workload's specification, or its marks, without all but the service account: the rest can hold anything. */
export function keepServiceAccount(value: Json): Json {
  if (isJsonArray(value)) return value.map(keepServiceAccount);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    entriesOf(value)
      .filter(([name]) => keptFields.has(name))
      .map(([name, field]) => [name, keepServiceAccount(field)]),
  );
}

const keptFields: ReadonlySet<string> = new Set([...names, ...wayToPods]);
