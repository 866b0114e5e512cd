export type { AccessState, SubjectState, Way } from "./access-state";
export { accountOfArn } from "./account-of-arn";
export { accountsOf } from "./accounts";
export { isSameBoundary, type Boundary } from "./boundary";
export { accessAt } from "./collect-access";
export { jsonOfDocument, type Document } from "./document";
export type { Association } from "./identity-sources";
export { isClusterIssuer, regionOfIssuer } from "./provider";
export {
  grantsOfRole,
  isBoundaryOf,
  isOfOneAccount,
  opaquePolicies,
  standsFor,
  type Policy,
  type Role,
} from "./role";
export { isSameAssociated } from "./same-cluster";
export { isNamed, subjectKey } from "./service-account-name";
export type { FederatedPrincipal } from "./trust";
export {
  claimsOf,
  conditionEntries,
  isPositive,
  principalsOf,
  type ConditionEntry,
} from "./statement-parts";
export { unlikelyNames } from "./unlikely-names";
export {
  expressionOf,
  labelOf,
  textAt,
  valueAt,
  type Stage,
  type Value,
} from "./value";
export { withSubjectsOf } from "./with-subjects-of";
