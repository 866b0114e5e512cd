import type { Rule } from "./support/rule";
import { eachWorkload } from "./support/workloads";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const longestDescription = 1000;

export const descriptionFits: Rule = {
  name: "description-fits",
  statement: `A role's description has at most ${longestDescription} characters once its placeholders are replaced.`,
  reason:
    "IAM takes no longer one, and a value may be longer than the placeholder that stands for it.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const { description = "" } = workload.role;
      if (description.length > longestDescription)
        yield {
          path: ["workloads", workload.name, "role", "description"],
          rule: `a role's description has at most ${longestDescription} characters, and that of ${workload.name} on cluster ${cluster.key} has ${description.length} once its placeholders are replaced`,
          got: description,
          fix: "shorten it",
        };
    }
  },
};
