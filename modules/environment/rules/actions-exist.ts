import type { Rule } from "./support/rule";
import { eachWorkload, permissionsAt } from "./support/workloads";

export const actionsExist: Rule = {
  name: "actions-exist",
  statement:
    "An action's service prefix is one that AWS has; an action that the data set doesn't know is a warning.",
  reason:
    "IAM takes an action that doesn't exist and grants nothing by it. The data set may lag behind AWS, so that only the prefix is sure.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
  *check(context) {
    for (const { cluster, workload } of eachWorkload(context)) {
      const base = permissionsAt(context, workload.name, cluster.key);
      for (const [
        index,
        { actions },
      ] of workload.permissions.statements.entries())
        for (const [position, action] of actions.entries()) {
          const path = [...base, "statements", index, "actions", position];
          const prefix = action.split(":")[0] ?? "";
          if (action === "*") continue;
          if (!context.actions.hasService(prefix))
            yield {
              path,
              rule: `AWS has no service with the prefix ${prefix}`,
              got: action,
              fix: "mend the prefix; the service authorization reference lists them",
            };
          else if (!context.actions.hasAction(action))
            yield {
              path,
              rule: "no action is known that this matches",
              got: action,
              fix: "mend it unless it is newer than the list",
              severity: "warning",
            };
        }
    }
  },
};
