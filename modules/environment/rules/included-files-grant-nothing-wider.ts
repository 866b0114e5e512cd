import type { Rule } from "./support/rule";

const reserved = ["name", "path", "permissionsBoundary"] as const;

export const includedFilesGrantNothingWider: Rule = {
  name: "included-files-grant-nothing-wider",
  statement:
    "An included file sets neither `role.name` nor `role.path` nor `role.permissionsBoundary`.",
  reason:
    "Policies elsewhere trust roles by name and path, and the boundary is what bounds the file's author: CODEOWNERS must not become a grant.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  *check({ file, includedFrom, environment }) {
    for (const name of includedFrom.keys())
      for (const field of reserved) {
        const got = file.workloads?.[name]?.role?.[field];
        if (got !== undefined)
          yield {
            path: ["workloads", name, "role", field],
            at: "key",
            rule: `an included file must not set role.${field}`,
            got,
            fix: `take it out, or declare the workload in environments/${environment.name}.yaml`,
          };
      }
  },
};
