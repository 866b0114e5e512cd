import type { Json } from "../../terraform-text";
import type { AssumeRole } from "./assume-role";
import type { Workload } from "./workload";

export type Platform = "eks" | "eks-anywhere" | "self-managed";

export interface Cluster extends Made {
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
  /** How Terraform reaches the Kubernetes API; absent where no service account is Terraform's. */
  readonly kubernetes?: KubernetesAccess;
  /** The provider's `default_tags`. */
  readonly tags: Readonly<Record<string, string>>;
  /** A retired cluster's stack keeps its backend and providers, and nothing else. */
  readonly retired: boolean;
  /**
   * What the stack of a retired cluster made and destroys in its next deploy, as far as the file still
   * says it. Absent where the cluster is not retired.
   */
  readonly destroys?: Made;
}

/** What a cluster's stack makes. A retired cluster's makes nothing. */
export interface Made {
  /** The IAM OIDC provider, with the audiences that the workloads use, sorted. */
  readonly oidcProvider?: {
    readonly kind: "create" | "existing";
    readonly audiences: readonly string[];
  };
  readonly agent?: Agent;
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
