import type { Rule } from "./support/rule";

export const permissionsAreNotEmpty: Rule = {
  name: "permissions-are-not-empty",
  statement:
    "`permissions` holds managed policies or statements, or is left out.",
  reason:
    "An empty one may be a slip of indentation; a role that may do nothing is said by leaving it out.",
  *check({ file }) {
    for (const [name, workload] of Object.entries(file.workloads ?? {})) {
      const places = [
        {
          path: ["workloads", name, "permissions"],
          value: workload.permissions,
        },
        ...Object.entries(workload.clusters ?? {}).map(([key, override]) => ({
          path: ["workloads", name, "clusters", key, "permissions"],
          value: override.permissions,
        })),
      ];
      for (const { path, value } of places)
        if (value && !value.managedPolicies && !value.statements)
          yield {
            path,
            rule: "permissions must not be empty",
            got: value,
            fix: "add managedPolicies or statements, or leave permissions out",
          };
    }
  },
};
