import type { PermissionStatement } from "../../permission-policy";

export interface Permissions {
  readonly managedPolicies: readonly string[];
  readonly statements: readonly PermissionStatement[];
}
