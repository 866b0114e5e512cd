export { acceptedRisks } from "./accepted-risks";
export type { BackendFields } from "./backend";
export { checkShape } from "./check-shape";
export type { ClusterFields } from "./cluster";
export { environmentFile, type EnvironmentFile } from "./environment-file";
export { namePattern } from "./forms";
export { includedFile, type IncludedFile } from "./included-file";
export type { PermissionsFields } from "./permissions";
export {
  isUnknownAtTop,
  salvage,
  salvageEnvironment,
  soundIncludes,
  unreadableAccount,
} from "./salvage";
export type { ServiceAccountFields } from "./service-account";
export type { WorkloadFields } from "./workload";
