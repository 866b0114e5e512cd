import { parseArn } from "../../policy-document";
import type { Rule } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const resourcesAreArns: Rule = {
  name: "resources-are-arns",
  statement: "A resource is `*` or an ARN of the cluster's partition.",
  reason:
    "IAM refuses anything else when the role is made; an ARN of another partition never matches.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const base = permissionsAt(context, workload.name, cluster.key);
      for (const [
        index,
        { resources },
      ] of workload.permissions.statements.entries())
        for (const [position, resource] of resources.entries()) {
          if (resource === "*") continue;
          const path = [...base, "statements", index, "resources", position];
          const arn = parseArn(resource);
          if (arn === undefined)
            yield {
              path,
              rule: "a resource is * or an ARN",
              got: resource,
              fix: "write it as in arn:{partition}:s3:::acme-reports/*",
            };
          else if (
            !/[*?]/.test(arn.partition) &&
            arn.partition !== cluster.partition
          )
            yield {
              path,
              rule: `the partition of cluster ${cluster.key} (${cluster.region}) is ${cluster.partition}`,
              got: resource,
              fix: "write arn:{partition}:...",
            };
        }
    }
  },
};
