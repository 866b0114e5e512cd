import type { Rule } from "./support/rule";
import { eachWorkload } from "./support/workloads";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const longestName = 64;
const longestPath = 512;

export const roleNameFits: Rule = {
  name: "role-name-fits",
  statement:
    "A role's name has at most 64 letters, digits and `+=,.@_-`, its path at most 512 characters.",
  reason:
    "IAM takes no other. A name is never cut or hashed here: people look roles up by it.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  *check(context) {
    for (const { workload } of eachWorkload(context)) {
      const { name, path } = workload.role;
      const at = context.firstWritten(
        ["workloads", workload.name, "role", "name"],
        ["workloads", workload.name],
      );
      const where = {
        path: at,
        ...(at.length === 2 && { at: "key" as const }),
      };
      if (name.length > longestName)
        yield {
          ...where,
          rule: `a role's name has at most ${longestName} characters, and this one has ${name.length}`,
          got: name,
          fix: "write a shorter role.name",
        };
      else if (!/^[\w+=,.@-]+$/.test(name))
        yield {
          ...where,
          rule: "a role's name has letters, digits and +=,.@_- only",
          got: name,
          fix: "mend role.name",
        };
      if (path.length > longestPath || !/^\/([\w+=,.@-]+\/)*$/.test(path))
        yield {
          path: context.firstWritten(
            ["workloads", workload.name, "role", "path"],
            ["defaults", "rolePath"],
          ),
          rule: `a role's path starts and ends with a slash and has at most ${longestPath} letters, digits and +=,.@_-`,
          got: path,
          fix: "write it as in /workloads/",
        };
    }
  },
};
