import {
  externalServiceAccounts,
  type Cluster,
  type Environment,
  type ExternalServiceAccount,
  type Workload,
} from "../environment";
import type { Conditions } from "../policy-document";
import { irsaAnnotations } from "../service-account/annotations";
import { compareTexts } from "./compare-texts";
import type {
  AccessCluster,
  AccessMap,
  AccessServiceAccount,
  AccessStatement,
  AccessWorkload,
} from "./model";
import { sortKeys } from "./sort-keys";
import { trustOf } from "./trust";

/**
 * The access map of a checked environment. It says what the file says: what else was attached to a role,
 * a resource's own policy, a boundary's text and an organization's policies are not in it.
 */
export function accessMap(environment: Environment): AccessMap {
  const external = externalServiceAccounts(environment);
  return {
    schemaVersion: 1,
    environment: environment.name,
    clusters: environment.clusters
      .map((cluster) =>
        toCluster(
          cluster,
          external.filter(({ stack }) => stack === cluster.stack),
        ),
      )
      .sort((left, right) => compareTexts(left.stack, right.stack)),
  };
}

function toCluster(
  cluster: Cluster,
  external: readonly ExternalServiceAccount[],
): AccessCluster {
  const annotations = new Map(
    external.map((one) => [
      `${one.namespace}/${one.name}`,
      irsaAnnotations(one),
    ]),
  );
  return {
    key: cluster.key,
    stack: cluster.stack,
    name: cluster.name,
    arn: cluster.arn,
    account: cluster.account,
    region: cluster.region,
    platform: cluster.platform,
    ...(cluster.issuer !== undefined && { issuer: cluster.issuer }),
    retired: cluster.retired,
    workloads: cluster.workloads
      .map((workload) => toWorkload(cluster, workload, annotations))
      .sort((left, right) => compareTexts(left.name, right.name)),
  };
}

function toWorkload(
  cluster: Cluster,
  workload: Workload,
  annotations: ReadonlyMap<string, Readonly<Record<string, string>>>,
): AccessWorkload {
  const { role, permissions } = workload;
  const serviceAccounts = toServiceAccounts(workload, annotations);
  return {
    name: workload.name,
    identity: workload.identity,
    serviceAccounts,
    compute: workload.compute,
    trust: trustOf(cluster, workload, serviceAccounts),
    role: {
      name: role.name,
      arn: role.arn,
      path: role.path,
      ...(role.permissionsBoundary !== undefined && {
        permissionsBoundary: role.permissionsBoundary,
      }),
      exclusivePermissions: role.exclusivePermissions,
      ...(role.description !== undefined && { description: role.description }),
    },
    managedPolicies: [...permissions.managedPolicies].sort(compareTexts),
    statements: permissions.statements.map(
      ({ sid, effect, actions, resources, conditions }): AccessStatement => ({
        ...(sid !== undefined && { sid }),
        effect: effect ?? "Allow",
        actions: [...actions].sort(compareTexts),
        resources: [...resources].sort(compareTexts),
        ...(conditions !== undefined && {
          conditions: sortConditions(conditions),
        }),
      }),
    ),
    identityOnly:
      permissions.managedPolicies.length === 0 &&
      permissions.statements.length === 0,
  };
}

function toServiceAccounts(
  workload: Workload,
  annotations: ReadonlyMap<string, Readonly<Record<string, string>>>,
): AccessServiceAccount[] {
  return workload.serviceAccounts
    .map((one): AccessServiceAccount => {
      const pattern = !("name" in one);
      const name = pattern ? one.namePattern : one.name;
      const needed = annotations.get(`${one.namespace}/${name}`);
      return {
        namespace: one.namespace,
        name,
        pattern,
        owner: one.owner,
        ...(needed && { neededAnnotations: sortKeys(needed) }),
      };
    })
    .sort(
      (left, right) =>
        compareTexts(left.namespace, right.namespace) ||
        compareTexts(left.name, right.name),
    );
}

function sortConditions(conditions: Conditions): Conditions {
  return sortKeys(
    Object.fromEntries(
      Object.entries(conditions).map(([operator, keys]) => [
        operator,
        sortKeys(keys),
      ]),
    ),
  );
}
