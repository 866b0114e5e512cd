import type { PermissionStatement } from "../../permission-policy";
import type { Path } from "../fault";
import type { Permissions } from "../model";
import type { PermissionsFields } from "../schema";
import type { Expand } from "./expand";
import { inOrder } from "./in-order";

/** What a role may do: each managed policy once, in order; statements in the order of the file. */
export function resolvePermissions(
  fields: PermissionsFields | undefined,
  path: Path,
  expand: Expand,
): Permissions {
  return {
    managedPolicies: [
      ...new Set(
        (fields?.managedPolicies ?? []).map((arn, index) =>
          expand(arn, [...path, "managedPolicies", index]),
        ),
      ),
    ].sort(),
    statements: (fields?.statements ?? []).map(
      (statement, index): PermissionStatement => {
        const at = [...path, "statements", index];
        return {
          ...(statement.sid !== undefined && { sid: statement.sid }),
          effect: statement.effect ?? "Allow",
          actions: statement.actions,
          resources: statement.resources.map((resource, position) =>
            expand(resource, [...at, "resources", position]),
          ),
          ...(statement.conditions !== undefined && {
            conditions: resolveConditions(
              statement.conditions,
              [...at, "conditions"],
              expand,
            ),
          }),
        };
      },
    ),
  };
}

function resolveConditions(
  fields: NonNullable<PermissionStatement["conditions"]>,
  path: Path,
  expand: Expand,
): NonNullable<PermissionStatement["conditions"]> {
  return Object.fromEntries(
    inOrder(fields).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        inOrder(keys).map(([key, value]) => [
          key,
          typeof value === "string"
            ? expand(value, [...path, operator, key])
            : value.map((one, index) =>
                expand(one, [...path, operator, key, index]),
              ),
        ]),
      ),
    ]),
  );
}
