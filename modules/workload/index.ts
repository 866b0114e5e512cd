export { IrsaWorkload, type IrsaWorkloadProps } from "./irsa-workload";
export {
  PodIdentityWorkload,
  type PodIdentityWorkloadProps,
} from "./pod-identity-workload";
export {
  serviceAccountKey,
  type NamedServiceAccount,
  type ServiceAccountSettings,
} from "./service-accounts";
export {
  WorkloadRole,
  type PermissionsProps,
  type RoleProps,
  type WorkloadRoleProps,
} from "./workload-role";
