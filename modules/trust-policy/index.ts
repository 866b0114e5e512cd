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
export {
  defaultAudience,
  irsaTrustPolicy,
  type IrsaTrustPolicyProps,
} from "./irsa";
export { issuerHostOf, oidcProviderArn } from "./issuer";
export { defaultTrustPolicyLength } from "./limits";
export {
  parseClusterArn,
  podIdentityTrustPolicy,
  type ClusterArn,
  type PodIdentityTrustPolicyProps,
} from "./pod-identity";
export {
  isNamePattern,
  isNamespace,
  isServiceAccountName,
  subjectOf,
  type TrustedServiceAccount,
} from "./service-account";
