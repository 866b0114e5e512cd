export { grantKey, grantsOf, isExclusion } from "./grants";
export { newsOf } from "./news";
export {
  canonicalCondition,
  parsePolicy,
  statementsOf,
  stringsOf,
} from "./policy-text";
