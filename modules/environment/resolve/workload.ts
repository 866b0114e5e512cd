import { posix } from "node:path";
import { partitionOf } from "../policy-document";
import {
  defaultManagedPoliciesPerRole,
  type PermissionStatement,
} from "../permission-policy";
import { defaultAudience, defaultTrustPolicyLength } from "../trust-policy";
import type { Finding, Path } from "./fault";
import type {
  Agent,
  AssumeRole,
  Backend,
  Cluster,
  Environment,
  KubernetesAccess,
  Owner,
  Permissions,
  ServiceAccount,
  Workload,
} from "./model";
import {
  placeholdersOn,
  placeholderWords,
  replacePlaceholders,
} from "./placeholders";
import type {
  BackendFields,
  ClusterFields,
  EnvironmentFile,
  PermissionsFields,
  WorkloadFields,
} from "./schema";
import { tokenStart } from "./token";

/**
 * Makes the environment of a file: merges what a cluster overrides, replaces placeholders, applies the
 * defaults, once and into new objects. It goes on where a rule will object (a workload without a path is
 * left out, an unknown cluster is passed over): every rule then sees what can be seen.
 *
 * @returns the environment, and a finding for every unknown placeholder.
 */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
): {
  readonly environment: Environment;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const clusters = inOrder(file.clusters).map(([key, fields]) =>
    resolveCluster(name, file, key, fields, findings),
  );
  return {
    environment: {
      name,
      account: file.account,
      backend: resolveBackend(file.backend),
      quotas: {
        trustPolicyLength:
          file.quotas?.trustPolicyLength ?? defaultTrustPolicyLength,
        managedPoliciesPerRole:
          file.quotas?.managedPoliciesPerRole ?? defaultManagedPoliciesPerRole,
      },
      clusters,
    },
    findings,
  };
}

/** Replaces the placeholders of the text at a path. */
type Expand = (text: string, path: Path) => string;

function resolveCluster(
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
  const expand: Expand = (text, path) => {
    const replaced = replacePlaceholders(text, values);
    if (replaced.text.includes(tokenStart))
      findings.push({
        path,
        rule: `text must not hold "${tokenStart}", which it does once its placeholders are replaced`,
        got: text,
        fix: "take it out",
      });
    for (const word of replaced.unknown)
      findings.push({
        path,
        rule: `unknown placeholder {${word}}`,
        got: text,
        fix: `use one of ${placeholderWords.map((one) => `{${one}}`).join(", ")}, or write {{ and }} for braces`,
      });
    return replaced.text;
  };
  const path = ["clusters", key];
  const declared = inOrder(file.workloads ?? {}).flatMap(([workload, one]) =>
    resolveWorkload(file, workload, one, {
      key,
      stack,
      account,
      partition,
      expand,
    }),
  );
  const workloads = retired ? [] : declared;
  const assumeRole =
    fields.assumeRole &&
    resolveAssumeRole(fields.assumeRole, [...path, "assumeRole"], expand);
  const audiences = new Set(
    workloads.flatMap((workload) =>
      workload.identity === "irsa" ? [workload.audience] : [],
    ),
  );
  const usesPodIdentity = workloads.some(
    ({ identity }) => identity === "pod-identity",
  );
  const ownedByTerraform = declared.some(({ serviceAccounts }) =>
    serviceAccounts.some(({ owner }) => owner === "terraform"),
  );
  const agent =
    resolveAgent(fields.agent) ??
    (usesPodIdentity && platform === "eks"
      ? { kind: "addon" as const }
      : undefined);
  const kubernetes = ownedByTerraform
    ? resolveKubernetes(fields, platform, assumeRole, path, expand)
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
    ...(fields.issuer !== undefined &&
      !retired && {
        oidcProvider: {
          kind: fields.oidcProvider ?? "create",
          audiences:
            audiences.size === 0 ? [defaultAudience] : [...audiences].sort(),
        },
      }),
    ...(agent && !retired && { agent }),
    ...(kubernetes && { kubernetes }),
    tags: resolveTags(file.defaults?.tags, ["defaults", "tags"], expand),
    retired,
    workloads,
  };
}

interface Where {
  readonly key: string;
  readonly stack: string;
  readonly account: string;
  readonly partition: string;
  readonly expand: Expand;
}

/** The workload on this cluster, or nothing where it doesn't run there or has no path. */
function resolveWorkload(
  file: EnvironmentFile,
  name: string,
  fields: WorkloadFields,
  where: Where,
): Workload[] {
  if (fields.clusters && !Object.hasOwn(fields.clusters, where.key)) return [];
  const override = fields.clusters?.[where.key] ?? {};
  const defaults = file.defaults ?? {};
  const identity = override.identity ?? fields.identity ?? defaults.identity;
  if (identity === undefined) return [];
  const path = ["workloads", name];
  const { expand } = where;
  const owner =
    override.serviceAccountOwner ??
    fields.serviceAccountOwner ??
    defaults.serviceAccountOwner ??
    "terraform";
  const serviceAccounts = resolveServiceAccounts(fields, owner);

  const rolePath = fields.role?.path
    ? expand(fields.role.path, [...path, "role", "path"])
    : expand(defaults.rolePath ?? "/", ["defaults", "rolePath"]);
  const roleName = fields.role?.name
    ? expand(fields.role.name, [...path, "role", "name"])
    : `${where.stack}-${name}`;
  const boundary = fields.role?.permissionsBoundary
    ? expand(fields.role.permissionsBoundary, [
        ...path,
        "role",
        "permissionsBoundary",
      ])
    : defaults.permissionsBoundary &&
      expand(defaults.permissionsBoundary, ["defaults", "permissionsBoundary"]);
  const maxSessionDuration =
    fields.role?.maxSessionDuration ?? defaults.maxSessionDuration;
  const description =
    fields.role?.description &&
    expand(fields.role.description, [...path, "role", "description"]);

  const base = {
    name,
    compute: override.compute ?? fields.compute ?? "ec2",
    listed: Array.isArray(fields.serviceAccount),
    role: {
      name: roleName,
      arn: `arn:${where.partition}:iam::${where.account}:role${rolePath}${roleName}`,
      path: rolePath,
      ...(boundary !== undefined && { permissionsBoundary: boundary }),
      ...(maxSessionDuration !== undefined && { maxSessionDuration }),
      ...(description !== undefined && { description }),
      exclusivePermissions:
        fields.role?.exclusivePermissions ??
        defaults.exclusivePermissions ??
        false,
    },
    permissions: override.permissions
      ? resolvePermissions(
          override.permissions,
          [...path, "clusters", where.key, "permissions"],
          expand,
        )
      : resolvePermissions(
          fields.permissions,
          [...path, "permissions"],
          expand,
        ),
    tags: resolveTags(fields.tags, [...path, "tags"], expand),
  };
  if (identity === "pod-identity")
    return [
      {
        ...base,
        identity,
        // A pattern here is refused by a rule; an association can name one service account only.
        serviceAccounts: serviceAccounts.filter((one) => "name" in one),
        sessionTags:
          override.podIdentity?.sessionTags ??
          fields.podIdentity?.sessionTags ??
          true,
      },
    ];
  const irsa = { ...fields.irsa, ...override.irsa };
  return [
    {
      ...base,
      identity,
      serviceAccounts,
      audience: irsa.audience ?? defaultAudience,
      ...(irsa.tokenExpirationSeconds !== undefined && {
        tokenExpirationSeconds: irsa.tokenExpirationSeconds,
      }),
      ...(irsa.regionalSts !== undefined && { regionalSts: irsa.regionalSts }),
    },
  ];
}

function resolveServiceAccounts(
  fields: WorkloadFields,
  owner: Owner,
): readonly ServiceAccount[] {
  const written = Array.isArray(fields.serviceAccount)
    ? fields.serviceAccount
    : [fields.serviceAccount];
  return written.flatMap((one): ServiceAccount[] => {
    if (typeof one === "string") {
      const slash = one.indexOf("/");
      return [
        {
          namespace: one.slice(0, slash),
          name: one.slice(slash + 1),
          owner,
          labels: {},
        },
      ];
    }
    const base = {
      namespace: one.namespace,
      owner: one.owner ?? owner,
      labels: Object.fromEntries(inOrder(one.labels ?? {})),
      ...(one.automountToken !== undefined && {
        automountToken: one.automountToken,
      }),
    };
    if (one.name !== undefined) return [{ ...base, name: one.name }];
    return one.namePattern === undefined
      ? []
      : [{ ...base, namePattern: one.namePattern }];
  });
}

function resolvePermissions(
  fields: PermissionsFields | undefined,
  path: Path,
  expand: Expand,
): Permissions {
  return {
    managedPolicies: [
      ...new Set(
        (fields?.managedPolicies ?? []).map((arn, index) =>
          expand(arn, [...path, "managedPolicies", index]),
        ),
      ),
    ].sort(),
    statements: (fields?.statements ?? []).map(
      (statement, index): PermissionStatement => {
        const at = [...path, "statements", index];
        return {
          ...(statement.sid !== undefined && { sid: statement.sid }),
          effect: statement.effect ?? "Allow",
          actions: statement.actions,
          resources: statement.resources.map((resource, position) =>
            expand(resource, [...at, "resources", position]),
          ),
          ...(statement.conditions !== undefined && {
            conditions: resolveConditions(
              statement.conditions,
              [...at, "conditions"],
              expand,
            ),
          }),
        };
      },
    ),
  };
}

function resolveConditions(
  fields: NonNullable<PermissionStatement["conditions"]>,
  path: Path,
  expand: Expand,
): NonNullable<PermissionStatement["conditions"]> {
  return Object.fromEntries(
    inOrder(fields).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        inOrder(keys).map(([key, value]) => [
          key,
          typeof value === "string"
            ? expand(value, [...path, operator, key])
            : value.map((one, index) =>
                expand(one, [...path, operator, key, index]),
              ),
        ]),
      ),
    ]),
  );
}

function resolveTags(
  fields: Readonly<Record<string, string>> | undefined,
  path: Path,
  expand: Expand,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inOrder(fields ?? {}).map(([key, value]) => [
      key,
      expand(value, [...path, key]),
    ]),
  );
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

function resolveKubernetes(
  fields: ClusterFields,
  platform: Cluster["platform"],
  assumeRole: AssumeRole | undefined,
  path: Path,
  expand: Expand,
): KubernetesAccess | undefined {
  const written = fields.kubernetes;
  if (written?.kubeconfig)
    return {
      kind: "kubeconfig",
      path: written.kubeconfig.path ?? "~/.kube/config",
      context: written.kubeconfig.context,
    };
  if (platform !== "eks") return undefined;
  const roleArn = written?.eks?.roleArn
    ? expand(written.eks.roleArn, [...path, "kubernetes", "eks", "roleArn"])
    : assumeRole?.roleArn;
  return { kind: "eks", ...(roleArn !== undefined && { roleArn }) };
}

function resolveBackend(fields: BackendFields): Backend {
  if (fields.s3) return { kind: "s3", ...fields.s3 };
  if (fields.remote)
    return { kind: "remote", hostname: "app.terraform.io", ...fields.remote };
  if (fields.gcs) return { kind: "gcs", ...fields.gcs };
  if (fields.azurerm) return { kind: "azurerm", ...fields.azurerm };
  if (fields.http) return { kind: "http", ...fields.http };
  if (fields.pg)
    return { kind: "pg", schemaName: "terraform_remote_state", ...fields.pg };
  if (fields.consul) return { kind: "consul", ...fields.consul };
  return {
    kind: "local",
    directory: posix
      .normalize(fields.local?.directory ?? "state")
      .replace(/\/$/, ""),
  };
}

/** A map's entries in the order of their keys: the file's order has no meaning. */
function inOrder<Value>(
  map: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] {
  return Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1));
}
