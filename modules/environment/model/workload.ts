import type { Permissions } from "./permissions";
import type { Role } from "./role";
import type { NamedServiceAccount, ServiceAccount } from "./service-account";

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
