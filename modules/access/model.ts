import type { Conditions } from "../policy-document";

/**
 * Who may become which role on an environment's clusters, and what each role may do, as far as the
 * environment's file says it. All text is raw: a writer escapes it. Lists are sorted by name, so that
 * the same environment always gives the same map; statements keep the file's order.
 */
export interface AccessMap {
  /** Raised when a field is taken away or changes its meaning; not when one is added. */
  readonly schemaVersion: 1;
  readonly environment: string;
  readonly clusters: readonly AccessCluster[];
}

export interface AccessCluster {
  /** The cluster's key in the file. */
  readonly key: string;
  /** `<environment>-<key>` */
  readonly stack: string;
  /** The cluster's name at EKS. */
  readonly name: string;
  readonly arn: string;
  /** 12 digits: the account of the cluster and its roles. */
  readonly account: string;
  readonly region: string;
  readonly platform: "eks" | "eks-anywhere" | "self-managed";
  /** The OIDC issuer's URL; absent where the file names none. */
  readonly issuer?: string;
  /** The next deploy takes everything away that the stack made. Then there are no workloads. */
  readonly retired: boolean;
  readonly workloads: readonly AccessWorkload[];
}

/** A workload on one cluster. */
export interface AccessWorkload {
  readonly name: string;
  readonly identity: "irsa" | "pod-identity";
  readonly serviceAccounts: readonly AccessServiceAccount[];
  readonly compute: "ec2" | "fargate" | "windows" | "hybrid";
  readonly trust: AccessTrust;
  readonly role: AccessRole;
  /** ARNs of the managed policies. Their text is not in the file. */
  readonly managedPolicies: readonly string[];
  readonly statements: readonly AccessStatement[];
  /** Neither managed policies nor statements: the role can only say who it is. */
  readonly identityOnly: boolean;
}

export interface AccessServiceAccount {
  readonly namespace: string;
  /** A name; or, where `pattern`, every name that fits: `*` any run of characters, `?` one. */
  readonly name: string;
  readonly pattern: boolean;
  readonly owner: "terraform" | "manifest" | "external";
  /** Annotations that whoever makes it must write; present for owner `external` with IRSA only. */
  readonly neededAnnotations?: Readonly<Record<string, string>>;
}

export interface AccessTrust {
  /** IRSA only: the audience of the tokens. */
  readonly audience?: string;
  /** Which claims or session tags are pinned, in one sentence. */
  readonly sentence: string;
  /**
   * Session tags are off: the role trusts the whole cluster, and the association alone tells service
   * accounts apart.
   */
  readonly clusterWide: boolean;
}

export interface AccessRole {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** ARN of the policy that nothing the role may do goes beyond. */
  readonly permissionsBoundary?: string;
  /** Whether a deploy takes away what was granted elsewhere than in the file. */
  readonly exclusivePermissions: boolean;
  readonly description?: string;
}

export interface AccessStatement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** With IAM's wildcards, sorted. */
  readonly actions: readonly string[];
  /** With IAM's wildcards and variables, sorted. */
  readonly resources: readonly string[];
  /** Operators and keys sorted. */
  readonly conditions?: Conditions;
}
