import { z } from "zod";
import { flag, list, map, named, oneOf, text, wholeNumber } from "./field";

/**
 * The schema of `environments/<environment>.yaml`: the single source of the TypeScript types, of
 * `environments/schema.json` that editors complete from, and of the field reference
 * `environments/README.md`. It holds form only, field by field, without transforms or refinements
 * (a JSON Schema can't carry them); what needs two fields, or a value after its placeholders are
 * replaced, is a rule in `rules/`.
 */

/** A name that is a legal Terraform address: environments, clusters, workloads. */
export const namePattern = /^[a-z][a-z0-9-]*$/;

const name = z.string().regex(namePattern, {
  error:
    "must be a lower-case name; start with a letter and use letters, digits and hyphens",
});

const accountId = (description: string) =>
  text(
    description,
    'must be an AWS account id, 12 digits as text; put it in quotes, as in "111122223333"',
    /^\d{12}$/,
  );

const region = (description: string) =>
  text(
    description,
    "must be an AWS region; write it as in us-east-1",
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  );

const assumeRole = (description: string, roleArn: string) =>
  map(description, {
    roleArn: text(roleArn),
    externalId: text(
      "External id that the role's trust policy asks for. It is no secret: it stands in the configuration.",
      "must be an external id of 2 to 1224 characters; use letters, digits and +=,.@:/_-",
      /^[\w+=,.@:/-]{2,1224}$/,
    ).optional(),
  });

const prefix = (description: string) =>
  text(
    description,
    "must be a path of letters, digits, dots, underscores and hyphens; write it without a leading or trailing slash",
    /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
  );

const httpUrl = (description: string) =>
  text(
    description,
    "must be an http or https address without query, fragment, credentials or trailing slash; write it as in https://state.example.com/terraform",
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*$/,
  );

const backend = map(
  "Where Terraform keeps state: exactly one kind. Every stack has a state and a lock of its own. Credentials come from the process environment, never from this file.",
  {
    local: map(
      "A file on this machine. For trying things out: it can't be shared.",
      {
        directory: text(
          "Folder of the state files, relative to the project. Default `state`.",
          "must be a folder; write it relative to the project, as in state",
          /^(?![/~])[^\0]+$/,
        ).optional(),
      },
    ).optional(),
    s3: map(
      "An object `<prefix>/<stack>.tfstate` in an S3 bucket, encrypted, with a native lock file beside it (no DynamoDB table).",
      {
        bucket: text(
          "Name of the bucket. It must exist; switch versioning on.",
          "must be an S3 bucket name; use 3 to 63 lower-case letters, digits, dots and hyphens",
          /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        ),
        region: region("Region of the bucket."),
        prefix: prefix(
          "Folder of the states in the bucket. Default: none.",
        ).optional(),
        kmsKeyId: text(
          "KMS key (ARN, id or alias) that encrypts the state. Default: the bucket's own AES256 encryption.",
          "must be a KMS key's ARN, id or alias; write it as in alias/terraform",
          /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|(mrk-)?[0-9a-f-]{32,36})$/,
        ).optional(),
        assumeRole: assumeRole(
          "The role that reads and writes state. Its account becomes the only one that the backend accepts (`allowed_account_ids`).",
          "ARN of the role to assume.",
        ).optional(),
      },
    ).optional(),
    remote: map(
      "HCP Terraform or Terraform Enterprise: workspace `<prefix>-<stack>`.",
      {
        organization: text(
          "Name of the organization.",
          "must be an organization's name; use letters, digits, underscores and hyphens",
          /^[\w-]+$/,
        ),
        hostname: text(
          "Host of Terraform Enterprise. Default app.terraform.io.",
          "must be a host name; write it as in terraform.example.com",
          /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
        ).optional(),
        prefix: text(
          "Start of every workspace's name. Default: none, the workspace is called as the stack.",
          "must be the start of a workspace's name; use letters, digits, underscores and hyphens",
          /^[\w-]+$/,
        ).optional(),
      },
    ).optional(),
    gcs: map("Google Cloud Storage: prefix `<prefix>/<stack>`.", {
      bucket: text(
        "Name of the bucket.",
        "must be a Cloud Storage bucket name; use 3 to 222 lower-case letters, digits, dots, underscores and hyphens",
        /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
      ),
      prefix: prefix("Folder of the states. Default: none.").optional(),
    }).optional(),
    azurerm: map("Azure Blob Storage: blob `<prefix>/<stack>.tfstate`.", {
      resourceGroupName: text(
        "Resource group of the storage account.",
        "must be a resource group's name; use 1 to 90 letters, digits, underscores, hyphens, dots and parentheses",
        /^[\w.()-]{0,89}[\w()-]$/,
      ),
      storageAccountName: text(
        "Storage account.",
        "must be a storage account's name; use 3 to 24 lower-case letters and digits",
        /^[a-z0-9]{3,24}$/,
      ),
      containerName: text(
        "Blob container.",
        "must be a container's name; use 3 to 63 lower-case letters, digits and single hyphens",
        /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      ),
      prefix: prefix("Folder of the states. Default: none.").optional(),
    }).optional(),
    http: map(
      "A server that speaks Terraform's HTTP state protocol: `<address>/<stack>`, locked at `<address>/<stack>/lock`.",
      {
        address: httpUrl("Address below which the states are."),
      },
    ).optional(),
    pg: map(
      "PostgreSQL: schema `<schemaName>_<stack>`. The connection comes from PG_CONN_STR or the PG* variables.",
      {
        schemaName: text(
          "Start of every schema's name. Default `terraform_remote_state`.",
          "must be a schema's name; start with a letter or underscore and use letters, digits and underscores",
          /^[A-Za-z_]\w*$/,
        ).optional(),
      },
    ).optional(),
    consul: map(
      "Consul's key-value store: path `<prefix>/<stack>`, locked by a session. The token comes from CONSUL_HTTP_TOKEN.",
      {
        address: text(
          "Host and port of the agent.",
          "must be a host and a port; write it as in consul.example.com:8500",
          /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/,
        ),
        scheme: oneOf(
          "How the agent is reached. Default http, as Terraform has it.",
          ["http", "https"],
        ).optional(),
        prefix: prefix("Path of the states. Default: none.").optional(),
      },
    ).optional(),
  },
).meta({ minProperties: 1, maxProperties: 1 });

const identity = (description: string) =>
  oneOf(description, ["irsa", "pod-identity"]);
const owner = (description: string) =>
  oneOf(description, ["terraform", "manifest", "external"]);
const tags = (description: string) =>
  named(
    description,
    z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, {
      error:
        "must be a tag key of 1 to 128 characters; use letters, digits, spaces and _.:/=+-@",
    }),
    z
      .string({
        error: "must be a tag value, as text; put it in quotes",
      })
      .max(1024, {
        error:
          "must be a tag value of at most 1024 characters, and at most 256 once placeholders are replaced; shorten it",
      }),
  );
const maxSessionDuration = (description: string) =>
  wholeNumber(description, 3600, 43200);
const rolePath = (description: string) =>
  text(
    description,
    "must be an IAM path; start and end it with a slash, as in /workloads/",
    /^\/([\w+=,.@{}-]+\/)*$/,
  );

const agentKind = oneOf(
  "`addon`: the stack makes the EKS add-on. `builtin`: EKS Auto Mode has it built in. `external`: something else installs it.",
  ["addon", "builtin", "external"],
);

const agent = z
  .union(
    [
      agentKind,
      map("The EKS add-on with its settings.", {
        kind: oneOf("The EKS add-on.", ["addon"]),
        version: text(
          "Version of the add-on. Default: EKS's default for the cluster.",
          "must be an add-on's version; write it as in v1.3.8-eksbuild.2",
          /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
        ).optional(),
        configuration: z
          .record(z.string(), z.json(), {
            error:
              "must be a map; write the add-on's configuration values as YAML",
          })
          .describe(
            "The add-on's configuration values, as YAML. Default: none.",
          )
          .optional(),
      }),
    ],
    {
      error:
        "must be addon, builtin, external or a map with kind: addon; write one of them",
    },
  )
  .describe(
    "Where the EKS Pod Identity agent comes from. Default `addon` where a workload uses Pod Identity; written, the add-on is always made. The software stays when the add-on leaves the stack.",
  );

const kubernetes = map(
  "How Terraform reaches the Kubernetes API, exactly one way. Default `eks: {}` on EKS.",
  {
    eks: map("By `aws eks get-token`: the `aws` command must be there.", {
      roleArn: text(
        "Role that gets the token. Default: the cluster's `assumeRole`, else the process's own credentials. Placeholders are replaced.",
      ).optional(),
    }).optional(),
    kubeconfig: map("By a context of a kubeconfig file.", {
      path: text(
        "The kubeconfig file. Default `~/.kube/config`.",
        "must be a file's path; start it with / or ~/, since Terraform runs in the stack's folder",
        /^(\/|~\/)[^\0]+$/,
      ).optional(),
      context: text("The context to use."),
    }).optional(),
  },
).meta({ minProperties: 1, maxProperties: 1 });

const cluster = map("One cluster; its stack is `<environment>-<key>`.", {
  region: region("The cluster's AWS region. It decides the partition."),
  name: text(
    "The EKS cluster's name. Default: the stack's name.",
    "must be an EKS cluster's name; use at most 100 letters, digits, underscores and hyphens, a letter or digit first",
    /^[0-9A-Za-z][\w-]{0,99}$/,
  ).optional(),
  issuer: text(
    "The cluster's OIDC issuer URL. Needed where a workload uses IRSA.",
    "must be the cluster's OIDC issuer; write https://, a host and a path, without port, query or trailing slash, at most 255 characters",
    /^(?=.{1,255}$)https:\/\/[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(\/[A-Za-z0-9._~-]+)*$/,
  ).optional(),
  account: accountId(
    "The account that holds the cluster and its roles, where it differs. Default: the environment's.",
  ).optional(),
  assumeRole: assumeRole(
    "The role, in the cluster's account, that the AWS provider assumes. Default: the process's own credentials.",
    "ARN of the role to assume. Placeholders are replaced.",
  ).optional(),
  retired: flag(
    "`true`: the stack stays, with backend and providers and no resources, so that a deploy destroys what it made; then the entry can go. Default false.",
  ).optional(),
  platform: oneOf("What runs the cluster. Default `eks`.", [
    "eks",
    "eks-anywhere",
    "self-managed",
  ]).optional(),
  oidcProvider: oneOf(
    "`create`: the stack makes the IAM OIDC provider. `existing`: it is looked up and its audiences are checked. Default `create` wherever an issuer is declared.",
    ["create", "existing"],
  ).optional(),
  agent: agent.optional(),
  kubernetes: kubernetes.optional(),
});

/** Where a pod may run; IRSA works on all, Pod Identity on Linux EC2 and hybrid nodes. */
const compute = (description: string) =>
  oneOf(description, ["ec2", "fargate", "windows", "hybrid"]);

const irsa = map("Settings of IRSA.", {
  audience: text(
    "Audience of the token, and what the trust policy asks for. Default `sts.amazonaws.com`, also in China.",
    "must be an audience of at most 255 characters; use letters, digits and .:/_-",
    /^[\w.:/-]{1,255}$/,
  ).optional(),
  tokenExpirationSeconds: wholeNumber(
    "Seconds that a token is valid. Default 86400.",
    600,
    86400,
  ).optional(),
  regionalSts: flag(
    "Whether SDKs call the region's STS endpoint. Default: the cluster's webhook decides (EKS: regional).",
  ).optional(),
});

const podIdentity = map("Settings of EKS Pod Identity.", {
  sessionTags: flag(
    "Whether EKS sends session tags. Default true. Off, the trust policy can name the cluster only: the association alone tells service accounts apart.",
  ).optional(),
});

const arnOrStar = text(
  "An ARN, with IAM's wildcards, or `*`. Placeholders are replaced.",
);

const permissions = map(
  "What the role may do. Left out: a role that can only say who it is.",
  {
    managedPolicies: list(
      "ARNs of managed policies, AWS's or the account's own. Placeholders are replaced.",
      text("ARN of a managed policy."),
    ).optional(),
    statements: list(
      "Statements of the role's inline policy.",
      map("One statement.", {
        sid: text(
          "Statement id.",
          "must be a statement id; use letters and digits",
          /^[A-Za-z0-9]+$/,
        ).optional(),
        effect: oneOf("Default `Allow`.", ["Allow", "Deny"]).optional(),
        actions: list(
          "Actions, with IAM's wildcards.",
          text(
            "An action.",
            "must be an IAM action; write it as in s3:GetObject",
            /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
          ),
        ),
        resources: list(
          "ARNs, with IAM's wildcards, or `*`. Placeholders are replaced.",
          arnOrStar,
        ),
        conditions: named(
          "Conditions in IAM's own shape: operator, key, value or values. IAM's variables (`${aws:...}`) arrive as written; placeholders are replaced in values.",
          z.string(),
          named(
            "Condition key to value or values.",
            z.string().regex(/^[A-Za-z0-9-]+:[^\s"\\]+$/, {
              error: "must be a condition key; write it as in aws:SourceVpc",
            }),
            z.union(
              [
                text("A value."),
                list("Values of which one must match.", text("A value.")),
              ],
              {
                error: "must be text or a list of texts; put values in quotes",
              },
            ),
          ),
        ).optional(),
      }),
    ).optional(),
  },
);

const kubernetesLabels = named(
  "Labels of the service account. Default: none.",
  z
    .string()
    .regex(
      /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
      {
        error:
          "must be a Kubernetes label key; write it as in app.kubernetes.io/part-of",
      },
    ),
  z
    .string({
      error: "must be a Kubernetes label value, as text; put it in quotes",
    })
    .regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/, {
      error:
        "must be a Kubernetes label value; use at most 63 letters, digits, dots, underscores and hyphens",
    }),
);

const qualifiedName = text(
  "`namespace/name`.",
  "must be a namespace and a name; write it as in echo/aws-sa",
  /^[^/]+\/[^/]+$/,
);

const serviceAccountMap = map("A service account with its settings.", {
  namespace: text("Its namespace, which is expected to exist."),
  name: text("Its name. This or `namePattern`.").optional(),
  namePattern: text(
    "Names with wildcards `*` and `?`, inside this one namespace. IRSA only, owner `external`.",
  ).optional(),
  owner: owner(
    "Who makes it. Default: the workload's, else `terraform`.",
  ).optional(),
  labels: kubernetesLabels.optional(),
  automountToken: flag(
    "Whether pods get the Kubernetes API token. Default true, as Kubernetes has it.",
  ).optional(),
});

const oneServiceAccount = z.union([qualifiedName, serviceAccountMap], {
  error:
    "must be namespace/name or a map with namespace and name; write it as in echo/aws-sa",
});

const serviceAccount = z
  .union(
    [
      qualifiedName,
      serviceAccountMap,
      list("Several, which share the role.", oneServiceAccount),
    ],
    {
      error:
        "must be namespace/name, a map with namespace and name, or a list of these; write it as in echo/aws-sa",
    },
  )
  .describe(
    "The service account that the workload's pods run as: `namespace/name`, a map, or a list, whose members share the role. Put the oldest first and keep a list a list: Terraform's addresses follow.",
  );

const serviceAccountOwner = owner(
  "Who makes the service account. `terraform`: the stack. `manifest`: a YAML file beside the stack, for GitOps. `external`: someone else, such as a Helm chart. Default `terraform`.",
);

const workload = map(
  "One workload: a service account, the path by which it gets credentials, and what it may do.",
  {
    serviceAccount,
    identity: identity(
      "The path: IRSA or EKS Pod Identity. Needed here or in `defaults`.",
    ).optional(),
    clusters: named(
      "The clusters it runs on, with what differs there. Default: every cluster of the environment.",
      name,
      map("What differs on this cluster.", {
        identity: identity("The path on this cluster.").optional(),
        compute: compute("Where its pods run on this cluster.").optional(),
        serviceAccountOwner: serviceAccountOwner.optional(),
        irsa: irsa.optional(),
        podIdentity: podIdentity.optional(),
        permissions: permissions
          .describe("Replaces the workload's permissions as a whole.")
          .optional(),
      }),
    ).optional(),
    permissions: permissions.optional(),
    role: map("The IAM role.", {
      name: text(
        "Default `<stack>-<workload>`. At most 64 characters, unique in the account ignoring case. Placeholders are replaced.",
      ).optional(),
      exclusivePermissions: flag(
        "When true, grants made elsewhere show in a plan and are taken away. Default false.",
      ).optional(),
      path: rolePath(
        "The role's IAM path. Default: `defaults.rolePath`. Placeholders are replaced.",
      ).optional(),
      permissionsBoundary: text(
        "ARN of the policy that bounds the role. Default: `defaults.permissionsBoundary`. Placeholders are replaced.",
      ).optional(),
      maxSessionDuration: maxSessionDuration(
        "Seconds that a session lasts at most. Default: IAM's, 3600.",
      ).optional(),
      description: text(
        "At most 1000 characters. Default: none. Placeholders are replaced.",
        "must be text of 1 to 1000 characters; use letters, digits, spaces, tabs, newlines and common symbols",
        /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]{1,1000}$/,
      ).optional(),
    }).optional(),
    irsa: irsa.optional(),
    podIdentity: podIdentity.optional(),
    compute: compute(
      "Where its pods run. Pod Identity does not work on Fargate or Windows. Default `ec2`.",
    ).optional(),
    serviceAccountOwner: serviceAccountOwner.optional(),
    tags: tags(
      "Tags of the role and the association, over `defaults.tags`. Placeholders are replaced in values. Default: none.",
    ).optional(),
  },
);

const workloads = named("The workloads, by name.", name, workload);

const namespaceName = text(
  "A namespace.",
  "must be a Kubernetes namespace; use at most 63 lower-case letters, digits and hyphens",
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
);

/** An environment file. */
export const environmentFile = map(
  "An environment: its clusters and its workloads.",
  {
    account: accountId(
      "The AWS account that holds the clusters and the roles.",
    ),
    backend,
    include: list(
      "Files of workloads, so that teams own theirs and environments share one.",
      map("One included file.", {
        file: text(
          "The file, relative to `environments/`, in a folder below it.",
        ),
        namespaces: list(
          "The namespaces in which the file may claim service accounts.",
          namespaceName,
        ),
      }),
    ).optional(),
    quotas: map("Account quotas that were raised.", {
      trustPolicyLength: wholeNumber(
        "Characters of a trust policy, white space not counted. Default 2048.",
        2048,
        8192,
      ).optional(),
      managedPoliciesPerRole: wholeNumber(
        "Managed policies of a role. Default 10.",
        10,
        25,
      ).optional(),
    }).optional(),
    clusters: named("The clusters, by key.", name, cluster),
    defaults: map(
      "What holds for every workload that does not say otherwise.",
      {
        identity: identity("The path. Default: none.").optional(),
        rolePath: rolePath(
          "IAM path of the roles. Default `/`. Placeholders are replaced.",
        ).optional(),
        permissionsBoundary: text(
          "ARN of the policy that bounds every role. Default: none. Placeholders are replaced.",
        ).optional(),
        maxSessionDuration: maxSessionDuration(
          "Seconds that a session lasts at most. Default: IAM's, 3600.",
        ).optional(),
        serviceAccountOwner: serviceAccountOwner.optional(),
        exclusivePermissions: flag(
          "When true, grants made elsewhere show in a plan and are taken away. Default false.",
        ).optional(),
        tags: tags(
          "Tags of every resource (the provider's `default_tags`). Placeholders are replaced in values. Default: none.",
        ).optional(),
      },
    ).optional(),
    workloads: workloads.optional(),
  },
);

/** An included file: workloads and nothing else. */
export const includedFile = map("Workloads that environments include.", {
  workloads,
});

export type EnvironmentFile = z.infer<typeof environmentFile>;
export type IncludedFile = z.infer<typeof includedFile>;
export type WorkloadFields = z.infer<typeof workload>;
export type ClusterFields = z.infer<typeof cluster>;
export type BackendFields = z.infer<typeof backend>;
export type PermissionsFields = z.infer<typeof permissions>;
export type ServiceAccountFields = z.infer<typeof serviceAccount>;
