export { loadActionCatalogue, type ActionCatalogue } from "./actions";
export { isConditionOperator } from "./condition-operators";
export { permissionPolicy, type PermissionStatement } from "./document";
export { defaultManagedPoliciesPerRole, inlinePolicyLength } from "./limits";
export {
  managedPolicyKey,
  parseManagedPolicyArn,
  type ManagedPolicy,
} from "./managed-policy";
