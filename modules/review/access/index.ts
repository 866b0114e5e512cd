export {
  accessAt,
  subjectKey,
  withSubjectsOf,
  type AccessState,
  type SubjectState,
  type Way,
} from "./access-state";
export { accountOfArn } from "./account-of-arn";
export { jsonOfDocument, type Document } from "./document";
export type { Association, ServiceAccountResource } from "./identity-sources";
export { hostOfArn, type Provider } from "./provider";
export {
  grantsOfRole,
  isBoundaryOf,
  opaquePolicies,
  standsFor,
  type Policy,
  type Role,
} from "./role";
export {
  claimsOf,
  conditionEntries,
  issuerOf,
  principalsOf,
  type ConditionEntry,
  type FederatedPrincipal,
  type TrustReading,
} from "./trust";
export { expressionOf, textAt, valueAt, type Stage, type Value } from "./value";
