import { isPowerful } from "./support/powerful-role";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const denialRemoved: FlagRule = {
  id: "denial-removed",
  severity: "medium",
  reason:
    "What a Deny statement held back is allowed wherever a policy allows it.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
  *find(context) {
    for (const row of context.rows) {
      if (row.after === undefined) continue;
      const denials = row.removed.filter(({ effect }) => effect === "Deny");
      if (denials.length > 0)
        yield {
          message: `${row.about} is no longer denied ${listSome(denials.map(({ action, resource }) => `${action} on ${resource}`))}`,
          ...(row.roles.some(
            ({ after }) => after && isPowerful(after, context),
          ) && { severity: "high" as const }),
          roles: row.roles.flatMap(({ after }) => after ?? []),
          rows: [row],
        };
    }
  },
};
