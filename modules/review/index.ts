export { countingAcceptances, type AcceptedRisk } from "./accepted-risks";
export { exitStatus, type ExitStatusOptions } from "./exit-status";
export { flagRules } from "./flags";
export {
  digestOf,
  isReduced,
  readPlan,
  readReducedPlan,
  writeReducedPlan,
  type PlanReading,
  type ReducedPlan,
  type UnreadablePlan,
} from "./plan";
export { reviewPlans, type ReviewPlansProps } from "./review-plans";
export type * from "./review";
export { severities, type Severity } from "./severity";
