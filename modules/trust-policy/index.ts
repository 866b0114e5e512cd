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
