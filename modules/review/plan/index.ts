export { canonicalJson } from "./canonical-json";
export { digestOf, writeReducedPlan } from "./digest";
export {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  listOf,
  textOf,
  type Json,
} from "./json";
export { unreadManifest } from "./kubernetes";
export {
  isWorkload,
  isWorkloadManifest,
  serviceAccountOf,
} from "./kubernetes-workload";
export { nestsDeeper } from "./nesting";
export { readPlan } from "./read-plan";
export { readReducedPlan } from "./read-reduced-plan";
export { parseReference } from "./reference";
export {
  isReduced,
  type PlanReading,
  type ReducedPlan,
  type ReducedResource,
  type ResourceAction,
  type ResourceReference,
  type UnknownValue,
  type UnreadablePlan,
  type ValuePath,
} from "./reduced-plan";
export { unreadTypeOf } from "./unread-type-of";
export type { UnreadType } from "./unread-types";
