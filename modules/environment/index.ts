export { readAcceptedRisks } from "./accepted-risks";
export {
  externalServiceAccounts,
  type ExternalServiceAccount,
} from "./external-service-accounts";
export { formatFault, type Fault } from "./fault";
export { loadEnvironments, type Loaded, type LoadProps } from "./load";
export type {
  AcceptedRisk,
  Agent,
  AssumeRole,
  Backend,
  Cluster,
  Environment,
  IrsaWorkload,
  KubernetesAccess,
  Owner,
  PodIdentityWorkload,
  ServiceAccount,
  Workload,
} from "./model";
export { selectedEnvironments } from "./selection";
export { statePath } from "./state-location";
export { irsaTrustOf, podIdentityTrustOf } from "./trust";
