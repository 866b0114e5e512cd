import {
  statePath,
  type Backend,
  type Cluster,
  type Environment,
} from "../environment";
import {
  parseArn,
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
  /** Workloads whose roles have no boundary, by name: nothing here allows to make or change them. */
  readonly withoutBoundary: readonly string[];
}

/**
 * The least that plan, apply and destroy of a cluster's stack need.
 *
 * It is no way to become administrator: roles can be made, trusted, given policies and passed on only below
 * their path and with their boundary, which can't be taken off. Roles without a boundary are left out, since
 * who may write their policies may do anything; no pattern stands for the name of one.
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
    .filter(({ role }) => role.permissionsBoundary === undefined)
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
  return [
    statement(
      "OwnAgent",
      [
        "eks:CreateAddon",
        "eks:DeleteAddon",
        "eks:DescribeAddon",
        "eks:DescribeUpdate",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateAddon",
      ],
      [cluster.arn, `${below(cluster, "addon")}/eks-pod-identity-agent/*`],
    ),
  ];
}

function associationStatements(cluster: Cluster): readonly PolicyStatement[] {
  if (bounded(cluster, "pod-identity").length === 0) return [];
  return [
    statement(
      "OwnAssociations",
      [
        "eks:CreatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:DescribePodIdentityAssociation",
        "eks:ListPodIdentityAssociations",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdatePodIdentityAssociation",
      ],
      [cluster.arn, `${below(cluster, "podidentityassociation")}/*`],
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
  const roles = bounded(cluster);
  if (roles.length === 0) return [];
  const unbounded = environment.clusters
    .flatMap(({ destroys, workloads }) => destroys?.workloads ?? workloads)
    .filter(({ role }) => role.permissionsBoundary === undefined)
    .map(({ role }) => role.arn);
  const resources = rolesAsResources(cluster, roles, unbounded);
  const boundary = {
    StringEquals: {
      "iam:PermissionsBoundary": [
        ...new Set(roles.map(({ permissionsBoundary }) => permissionsBoundary)),
      ].sort(),
    },
  };
  const passed = bounded(cluster, "pod-identity");
  return [
    statement(
      "WriteRolesWithTheirBoundary",
      [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ],
      resources,
      boundary,
    ),
    statement(
      "OwnRoles",
      [
        "iam:DeleteRole",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      resources,
    ),
    ...(passed.length === 0
      ? []
      : [
          statement(
            "PassRolesToPods",
            ["iam:PassRole"],
            rolesAsResources(cluster, passed, unbounded),
          ),
        ]),
  ];
}

interface BoundedRole {
  readonly name: string;
  readonly arn: string;
  readonly permissionsBoundary: string;
}

function bounded(
  cluster: Cluster,
  identity?: "pod-identity",
): readonly BoundedRole[] {
  return cluster.workloads.flatMap((workload) => {
    const { name, arn, permissionsBoundary } = workload.role;
    return permissionsBoundary === undefined ||
      (identity !== undefined && workload.identity !== identity)
      ? []
      : [{ name, arn, permissionsBoundary }];
  });
}

/**
 * ARNs of roles, those that are called after the stack by a pattern: a policy would soon be too long
 * otherwise, and a new workload would need a new one.
 */
function rolesAsResources(
  { stack }: Cluster,
  roles: readonly BoundedRole[],
  unbounded: readonly string[],
): readonly string[] {
  return roles.map(({ name, arn }) => {
    if (!name.startsWith(`${stack}-`)) return arn;
    const pattern = `${arn.slice(0, -name.length)}${stack}-*`;
    return unbounded.some((other) => wildcardMatches(pattern, other))
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
  const bucket = `arn:${cluster.partition}:s3:::${backend.bucket}`;
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
      : [
          stateKeyStatement(backend.kmsKeyId, backend.region, cluster, account),
        ]),
  ];
}

/** A key is named by its ARN, its id or its alias; a policy can't have an alias as its resource. */
function stateKeyStatement(
  key: string,
  region: string,
  { partition }: Cluster,
  account: string,
): PolicyStatement {
  const keys = `arn:${partition}:kms:${region}:${account}:key`;
  const name = parseArn(key)?.resource ?? key;
  const alias = name.startsWith("alias/") ? name : undefined;
  const actions = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
  if (alias !== undefined)
    return statement("EncryptState", actions, [`${keys}/*`], {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
    });
  const arn = parseArn(key) === undefined ? `${keys}/${key}` : key;
  return statement("EncryptState", actions, [arn]);
}
