import {
  statePath,
  type Backend,
  type Cluster,
  type Environment,
  type Workload,
} from "../environment";
import {
  parseArn,
  partitionOf,
  wildcardMatches,
  type PolicyDocument,
  type PolicyStatement,
} from "../policy-document";
import { oidcProviderArn } from "../trust-policy";
import type { HandOffOptions } from "./options";

/** What whoever applies a stack must be allowed to do, as IAM policies. */
export interface ApplierPermissions {
  /** For the person or pipeline that runs Terraform. */
  readonly applier: PolicyDocument;
  /** For the role that the AWS provider assumes, where it assumes one. */
  readonly assumedRole?: PolicyDocument;
  /**
   * Workloads whose roles have no boundary of the account's own, by name: nothing here allows to make or
   * change them. AWS's own policies don't count: AdministratorAccess as a boundary bounds nothing.
   */
  readonly withoutBoundary: readonly string[];
}

/**
 * The least that plan, apply and destroy of a cluster's stack need.
 *
 * It is no way to become administrator: roles can be made, trusted, given policies and passed on only below
 * their path and with their boundary, which can't be taken off. Roles without a boundary are left out, since
 * who may write their policies may do anything; no pattern stands for the name of one that this environment has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function applierPermissions(
  environment: Environment,
  declared: Cluster,
  { backend }: Pick<HandOffOptions, "backend">,
): ApplierPermissions {
  // A retired cluster's stack destroys what it made.
  const cluster: Cluster = { ...declared, ...declared.destroys };
  const work = [
    ...clusterStatements(cluster),
    ...oidcProviderStatements(cluster),
    ...agentStatements(cluster),
    ...roleStatements(environment, cluster),
    ...associationStatements(cluster),
  ];
  const before =
    backend === "keep"
      ? stateStatements(environment.backend, cluster, environment.account)
      : [];
  const assumed = [
    cluster.assumeRole?.roleArn,
    cluster.kubernetes?.kind === "eks" ? cluster.kubernetes.roleArn : undefined,
  ].filter((arn) => arn !== undefined);
  const assume: readonly PolicyStatement[] =
    assumed.length === 0
      ? []
      : [statement("AssumeRoles", ["sts:AssumeRole"], assumed)];
  const withoutBoundary = cluster.workloads
    .filter(({ role }) => boundaryOf(role) === undefined)
    .map(({ name }) => name);
  return cluster.assumeRole
    ? {
        applier: documentOf([...before, ...assume]),
        assumedRole: documentOf(work),
        withoutBoundary,
      }
    : { applier: documentOf([...before, ...assume, ...work]), withoutBoundary };
}

function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function statement(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: PolicyStatement["Condition"],
): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: [...actions].sort(),
    Resource: [...new Set(resources)].sort(),
    ...(conditions && { Condition: conditions }),
  };
}

function clusterStatements(cluster: Cluster): readonly PolicyStatement[] {
  if (cluster.platform !== "eks") return [];
  return [statement("ReadCluster", ["eks:DescribeCluster"], [cluster.arn])];
}

function oidcProviderStatements(cluster: Cluster): readonly PolicyStatement[] {
  const { issuer, oidcProvider, partition, account } = cluster;
  if (issuer === undefined || oidcProvider === undefined) return [];
  const arn = oidcProviderArn({ partition, account, issuer });
  if (oidcProvider.kind === "existing")
    return [
      statement("FindOidcProvider", ["iam:ListOpenIDConnectProviders"], ["*"]),
      statement("ReadOidcProvider", ["iam:GetOpenIDConnectProvider"], [arn]),
    ];
  return [
    statement(
      "OwnOidcProvider",
      [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      [arn],
    ),
  ];
}

function agentStatements(cluster: Cluster): readonly PolicyStatement[] {
  if (cluster.agent?.kind !== "addon") return [];
  const addon = `${below(cluster, "addon")}/eks-pod-identity-agent/*`;
  return [
    // No condition of EKS names the add-on that is made.
    statement("MakeAgent", ["eks:CreateAddon"], [cluster.arn]),
    statement(
      "OwnAgent",
      [
        "eks:DeleteAddon",
        "eks:DescribeAddon",
        "eks:DescribeUpdate",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateAddon",
      ],
      [addon],
    ),
  ];
}

function associationStatements(cluster: Cluster): readonly PolicyStatement[] {
  const all = cluster.workloads.filter(
    ({ identity }) => identity === "pod-identity",
  );
  if (all.length === 0) return [];
  const own = `${below(cluster, "podidentityassociation")}/*`;
  const find = statement(
    "FindAssociations",
    ["eks:ListPodIdentityAssociations"],
    [cluster.arn],
  );
  const read = statement(
    "ReadAssociations",
    ["eks:DescribePodIdentityAssociation"],
    [own],
  );
  if (rolesOf(cluster, "pod-identity").length === 0) return [find, read];
  return [
    find,
    statement(
      "MakeAssociations",
      ["eks:CreatePodIdentityAssociation"],
      [cluster.arn],
    ),
    // An association's id is made by EKS: these are all of the cluster's.
    statement(
      "OwnAssociations",
      [
        "eks:DeletePodIdentityAssociation",
        "eks:DescribePodIdentityAssociation",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdatePodIdentityAssociation",
      ],
      [own],
    ),
  ];
}

/** The ARN of what EKS keeps below a cluster, as in `arn:aws:eks:us-east-1:111122223333:addon/prod-us`. */
function below(cluster: Cluster, kind: string): string {
  return cluster.arn.replace(":cluster/", `:${kind}/`);
}

function roleStatements(
  environment: Environment,
  cluster: Cluster,
): readonly PolicyStatement[] {
  const all = cluster.workloads.map(({ role }) => role);
  if (all.length === 0) return [];
  const roles = rolesOf(cluster);
  const boundaries = [...new Set(roles.map(({ boundary }) => boundary))].sort();
  const spared = environment.clusters
    .flatMap(({ destroys, workloads }) => destroys?.workloads ?? workloads)
    .filter(({ role }) => boundaryOf(role) === undefined)
    .map(({ role }) => role.arn);
  // With two boundaries a pattern would let the roles of one have the other.
  const resources = (some: readonly BoundedRole[]): readonly string[] =>
    boundaries.length === 1
      ? asPatterns(cluster, some, spared)
      : some.map(({ arn }) => arn);
  const passed = rolesOf(cluster, "pod-identity");
  return [
    statement(
      "ReadRoles",
      [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
      ],
      [
        ...resources(roles),
        ...spared.filter((arn) => all.some((one) => one.arn === arn)),
      ],
    ),
    ...boundaries.map((boundary, index) =>
      statement(
        `OwnRolesWithBoundary${boundaries.length === 1 ? "" : index + 1}`,
        [
          "iam:AttachRolePolicy",
          "iam:CreateRole",
          "iam:DeleteRole",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
          "iam:UpdateRoleDescription",
        ],
        resources(roles.filter((role) => role.boundary === boundary)),
        { StringEquals: { "iam:PermissionsBoundary": boundary } },
      ),
    ),
    // IAM looks at no boundary here.
    ...(roles.length === 0
      ? []
      : [
          statement(
            "TagRoles",
            ["iam:TagRole", "iam:UntagRole"],
            resources(roles),
          ),
        ]),
    ...(passed.length === 0
      ? []
      : [
          statement(
            "PassRolesToPods",
            ["iam:PassRole"],
            passed.map(({ arn }) => arn),
          ),
        ]),
  ];
}

interface BoundedRole {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly boundary: string;
}

/** The roles with a boundary, of all workloads or of one path. */
function rolesOf(
  cluster: Cluster,
  identity?: "pod-identity",
): readonly BoundedRole[] {
  return cluster.workloads.flatMap((workload) => {
    const { name, arn, path } = workload.role;
    const boundary = boundaryOf(workload.role);
    return boundary === undefined ||
      (identity !== undefined && workload.identity !== identity)
      ? []
      : [{ name, arn, path, boundary }];
  });
}

function boundaryOf({
  permissionsBoundary: arn,
}: Workload["role"]): string | undefined {
  return arn === undefined || parseArn(arn)?.account === "aws"
    ? undefined
    : arn;
}

/**
 * ARNs of roles, those that are called after the stack below a path of their own by a pattern: a policy would
 * soon be too long otherwise, and each new workload would need a new one. At the path `/` roles of other
 * people may have such a name, as those of the cluster's nodes do.
 */
function asPatterns(
  { stack }: Cluster,
  roles: readonly BoundedRole[],
  spared: readonly string[],
): readonly string[] {
  return roles.map(({ name, arn, path }) => {
    if (path === "/" || !name.startsWith(`${stack}-`)) return arn;
    const pattern = `${arn.slice(0, -name.length)}${stack}-*`;
    return spared.some((other) => wildcardMatches(pattern, other))
      ? arn
      : pattern;
  });
}

/** @see https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions */
function stateStatements(
  backend: Backend,
  cluster: Cluster,
  account: string,
): readonly PolicyStatement[] {
  if (backend.kind !== "s3") return [];
  if (backend.assumeRole)
    return [
      statement(
        "AssumeStateRole",
        ["sts:AssumeRole"],
        [backend.assumeRole.roleArn],
      ),
    ];
  const bucket = `arn:${partitionOf(backend.region)}:s3:::${backend.bucket}`;
  const state = `${bucket}/${statePath(backend, cluster.stack)}`;
  return [
    statement("FindState", ["s3:ListBucket"], [bucket]),
    statement("ReadAndWriteState", ["s3:GetObject", "s3:PutObject"], [state]),
    statement(
      "LockState",
      ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [`${state}.tflock`],
    ),
    ...(backend.kmsKeyId === undefined
      ? []
      : [stateKeyStatement(backend.kmsKeyId, backend.region, account)]),
  ];
}

/** A key is named by its ARN, its id or its alias; a policy can't have an alias as its resource. */
function stateKeyStatement(
  key: string,
  region: string,
  account: string,
): PolicyStatement {
  const arn = parseArn(key) ?? {
    partition: partitionOf(region),
    service: "kms",
    region,
    account,
    resource: key.startsWith("alias/") ? key : `key/${key}`,
  };
  const prefix = `arn:${arn.partition}:kms:${arn.region}:${arn.account}`;
  const actions = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
  return arn.resource.startsWith("alias/")
    ? statement("EncryptState", actions, [`${prefix}:key/*`], {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": arn.resource },
      })
    : statement("EncryptState", actions, [`${prefix}:${arn.resource}`]);
}
