export {
  evaluateTrust,
  type AssumeRoleRequest,
  type Decision,
} from "./evaluate";
export {
  mayAssumeWithPodIdentity,
  type PodIdentity,
} from "./may-assume-with-pod-identity";
export {
  mayAssumeWithWebIdentity,
  type WebIdentity,
} from "./may-assume-with-web-identity";
