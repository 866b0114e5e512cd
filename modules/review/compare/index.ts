export { compareClusters, type IsSameCluster } from "./compare-clusters";
export { foldRows, type StackRows } from "./fold";
export { planAccess, type PlanAccess } from "./plan-access";
export { planRows } from "./plan-rows";
export { restartsOf } from "./restarts";
export type { RoleChange, Row } from "./row";
