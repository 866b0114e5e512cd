import { opaquePolicies } from "../access";
import { judgeManagedPolicy } from "./support/managed-policies";
import type { FlagRule } from "./support/rule";

export const dangerousManagedPolicy: FlagRule = {
  id: "dangerous-managed-policy",
  severity: "high",
  reason:
    "AWS-managed policies are made for many uses: they grant on every resource, and AWS changes them.",
  link: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
  *find({ rows }) {
    for (const row of rows) {
      const before = new Set(
        row.roles.flatMap(({ before: role }) =>
          role ? opaquePolicies(role) : [],
        ),
      );
      const after = new Set(
        row.roles.flatMap(({ after: role }) =>
          role ? opaquePolicies(role) : [],
        ),
      );
      for (const arn of [...after].sort()) {
        const judgement = judgeManagedPolicy(arn);
        if (judgement === undefined || before.has(arn)) continue;
        yield {
          message: `${row.about} ${judgement.says}, by ${arn}`,
          severity: judgement.severity,
          roles: row.roles.flatMap(({ after: role }) =>
            role && opaquePolicies(role).includes(arn) ? [role] : [],
          ),
          rows: [row],
        };
      }
    }
  },
};
