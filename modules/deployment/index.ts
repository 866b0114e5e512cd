export {
  acceptancesOf,
  type Acceptances,
  type AcceptancesProps,
} from "./acceptances";
export { applyStacks, type Applied } from "./apply-stacks";
export { differencesOf, type Difference } from "./differences";
export { isOutdated } from "./outdated";
export { keptStacks, readModels, writeModels } from "./models";
export { planStacks, type PlanStacksProps } from "./plan-stacks";
export type { StackFolder } from "./planned-stack";
export { readPlanFile } from "./read-plan-file";
