import type { PermissionStatement } from "../permission-policy";
import type { Json } from "../terraform-text";

/**
 * An environment after its file was read: includes merged, placeholders replaced, defaults applied,
 * everything in the order of its names. All text is as written in the file; it is escaped where a
 * construct is made.
 */
export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly backend: Backend;
  readonly quotas: Quotas;
  readonly clusters: readonly Cluster[];
}

export interface Quotas {
  /** Characters of a trust policy, white space not counted. */
  readonly trustPolicyLength: number;
  readonly managedPoliciesPerRole: number;
}

export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId?: string;
}

/** Where Terraform keeps state. Every stack derives a place of its own; see `state-location.ts`. */
export type Backend =
  | { readonly kind: "local"; readonly directory: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly region: string;
      readonly prefix?: string;
      readonly kmsKeyId?: string;
      readonly assumeRole?: AssumeRole;
    }
  | {
      readonly kind: "remote";
      readonly organization: string;
      readonly hostname: string;
      readonly prefix?: string;
    }
  | { readonly kind: "gcs"; readonly bucket: string; readonly prefix?: string }
  | {
      readonly kind: "azurerm";
      readonly resourceGroupName: string;
      readonly storageAccountName: string;
      readonly containerName: string;
      readonly prefix?: string;
    }
  | { readonly kind: "http"; readonly address: string }
  | { readonly kind: "pg"; readonly schemaName: string }
  | {
      readonly kind: "consul";
      readonly address: string;
      readonly scheme?: "http" | "https";
      readonly prefix?: string;
    };

export type Platform = "eks" | "eks-anywhere" | "self-managed";

export interface Cluster {
  readonly key: string;
  /** The stack's name: `<environment>-<key>`. */
  readonly stack: string;
  /** The EKS cluster's name. */
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly partition: string;
  /** The account that holds the cluster and its roles. */
  readonly account: string;
  readonly assumeRole?: AssumeRole;
  readonly platform: Platform;
  readonly issuer?: string;
  /** The IAM OIDC provider, with the audiences that the workloads use, sorted. */
  readonly oidcProvider?: {
    readonly kind: "create" | "existing";
    readonly audiences: readonly string[];
  };
  readonly agent?: Agent;
  /** How Terraform reaches the Kubernetes API; absent where no service account is Terraform's. */
  readonly kubernetes?: KubernetesAccess;
  /** The provider's `default_tags`. */
  readonly tags: Readonly<Record<string, string>>;
  /** A retired cluster's stack keeps its backend and providers, and nothing else. */
  readonly retired: boolean;
  /** Empty where the cluster is retired. */
  readonly workloads: readonly Workload[];
}

export type Agent =
  | { readonly kind: "builtin" | "external" }
  | {
      readonly kind: "addon";
      readonly version?: string;
      readonly configuration?: Readonly<Record<string, Json>>;
    };

export type KubernetesAccess =
  | { readonly kind: "eks"; readonly roleArn?: string }
  | {
      readonly kind: "kubeconfig";
      readonly path: string;
      readonly context: string;
    };

/** A workload on one cluster. The path decides which settings it has. */
export type Workload = IrsaWorkload | PodIdentityWorkload;

export interface IrsaWorkload extends WorkloadBase {
  readonly identity: "irsa";
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly audience: string;
  readonly tokenExpirationSeconds?: number;
  readonly regionalSts?: boolean;
}

export interface PodIdentityWorkload extends WorkloadBase {
  readonly identity: "pod-identity";
  readonly serviceAccounts: readonly NamedServiceAccount[];
  readonly sessionTags: boolean;
}

interface WorkloadBase {
  readonly name: string;
  readonly compute: Compute;
  /** Whether the file gives a list of service accounts: their addresses then carry their names. */
  readonly listed: boolean;
  readonly role: Role;
  readonly permissions: Permissions;
  /** Over the cluster's tags. */
  readonly tags: Readonly<Record<string, string>>;
}

export type Compute = "ec2" | "fargate" | "windows" | "hybrid";

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly permissionsBoundary?: string;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  readonly description?: string;
  readonly exclusivePermissions: boolean;
}

export interface Permissions {
  readonly managedPolicies: readonly string[];
  readonly statements: readonly PermissionStatement[];
}

export type Owner = "terraform" | "manifest" | "external";

export type ServiceAccount = NamedServiceAccount | ServiceAccountPattern;

export interface NamedServiceAccount extends ServiceAccountBase {
  readonly name: string;
}

export interface ServiceAccountPattern extends ServiceAccountBase {
  readonly namePattern: string;
}

interface ServiceAccountBase {
  readonly namespace: string;
  readonly owner: Owner;
  readonly labels: Readonly<Record<string, string>>;
  readonly automountToken?: boolean;
}
