import { partitionOf } from "../../policy-document";
import { defaultAudience } from "../../trust-policy";
import type { Finding, Path } from "../fault";
import type { Agent, AssumeRole, Cluster, Made, Workload } from "../model";
import type { ClusterFields, EnvironmentFile } from "../schema";
import { expandWith, type Expand } from "./expand";
import { inOrder } from "./in-order";
import { resolveKubernetesAccess } from "./kubernetes-access";
import { placeholdersOn } from "./placeholders";
import { resolveTags } from "./tags";
import { resolveWorkload } from "./workload";

/** A cluster with the workloads that run on it and what these need of it. */
export function resolveCluster(
  environment: string,
  file: EnvironmentFile,
  key: string,
  fields: ClusterFields,
  findings: Finding[],
): Cluster {
  const stack = `${environment}-${key}`;
  const account = fields.account ?? file.account;
  const partition = partitionOf(fields.region);
  const clusterName = fields.name ?? stack;
  const platform = fields.platform ?? "eks";
  const retired = fields.retired ?? false;
  const values = placeholdersOn(environment, {
    key,
    account,
    region: fields.region,
    partition,
  });
  const expand = expandWith(values, findings);
  const path = ["clusters", key];
  const workloads = inOrder(file.workloads ?? {}).flatMap(([workload, one]) =>
    resolveWorkload(file, workload, one, {
      key,
      stack,
      account,
      partition,
      expand,
    }),
  );
  const assumeRole =
    fields.assumeRole &&
    resolveAssumeRole(fields.assumeRole, [...path, "assumeRole"], expand);
  const ownedByTerraform = workloads.some(({ serviceAccounts }) =>
    serviceAccounts.some(({ owner }) => owner === "terraform"),
  );
  const made = resolveMade(fields, platform, workloads);
  // Written, it stays: the last service account of Terraform's can then be destroyed.
  const kubernetes =
    ownedByTerraform || fields.kubernetes !== undefined
      ? resolveKubernetesAccess(fields, platform, assumeRole, path, expand)
      : undefined;
  return {
    key,
    stack,
    name: clusterName,
    arn: `arn:${partition}:eks:${fields.region}:${account}:cluster/${clusterName}`,
    region: fields.region,
    partition,
    account,
    ...(assumeRole && { assumeRole }),
    platform,
    ...(fields.issuer !== undefined && { issuer: fields.issuer }),
    ...(kubernetes && { kubernetes }),
    tags: resolveTags(file.defaults?.tags, ["defaults", "tags"], expand),
    retired,
    ...(retired ? { workloads: [], destroys: made } : made),
  };
}

function resolveMade(
  fields: ClusterFields,
  platform: Cluster["platform"],
  workloads: readonly Workload[],
): Made {
  const audiences = new Set(
    workloads.flatMap((workload) =>
      workload.identity === "irsa" ? [workload.audience] : [],
    ),
  );
  const usesPodIdentity = workloads.some(
    ({ identity }) => identity === "pod-identity",
  );
  const agent =
    resolveAgent(fields.agent) ??
    (usesPodIdentity && platform === "eks"
      ? { kind: "addon" as const }
      : undefined);
  return {
    ...(fields.issuer !== undefined && {
      oidcProvider: {
        kind: fields.oidcProvider ?? "create",
        audiences:
          audiences.size === 0 ? [defaultAudience] : [...audiences].sort(),
      },
    }),
    ...(agent && { agent }),
    workloads,
  };
}

function resolveAssumeRole(
  fields: AssumeRole,
  path: Path,
  expand: Expand,
): AssumeRole {
  return { ...fields, roleArn: expand(fields.roleArn, [...path, "roleArn"]) };
}

function resolveAgent(fields: ClusterFields["agent"]): Agent | undefined {
  if (fields === undefined) return undefined;
  return typeof fields === "string" ? { kind: fields } : fields;
}
