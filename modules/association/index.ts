export {
  PodIdentityAgent,
  type PodIdentityAgentProps,
} from "./pod-identity-agent";
export {
  PodIdentityAssociation,
  type PodIdentityAssociationProps,
} from "./pod-identity-association";
