export { grantKey, grantsOf } from "./grants";
export { newsOf } from "./news";
export {
  canonicalCondition,
  currentStatementsOf,
  isPolicy,
  isTrustPolicy,
  parsePolicy,
  statementsOf,
  stringsOf,
} from "./policy-text";
export { isUnknownAction } from "./unknown-action";
