export type { AcceptedRisk } from "./accepted-risk";
export type { AssumeRole } from "./assume-role";
export type { Backend } from "./backend";
export type {
  Agent,
  Cluster,
  KubernetesAccess,
  Made,
  Platform,
} from "./cluster";
export type { Environment, Quotas } from "./environment";
export type { Permissions } from "./permissions";
export type { Role } from "./role";
export type {
  NamedServiceAccount,
  Owner,
  ServiceAccount,
} from "./service-account";
export type {
  Compute,
  IrsaWorkload,
  PodIdentityWorkload,
  Workload,
} from "./workload";
