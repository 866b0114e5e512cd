import { opaquePolicies, standsFor } from "../access";
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
      const { about, roles } = row;
      const after = new Set(
        roles.flatMap((role) => (role.after ? opaquePolicies(role.after) : [])),
      );
      for (const arn of [...after].sort()) {
        const judgement = judgeManagedPolicy(arn);
        if (judgement === undefined) continue;
        const gain = roles.flatMap(({ key, after: role }) =>
          role &&
          opaquePolicies(role).includes(arn) &&
          !roles.some(
            ({ key: other, before }) =>
              before &&
              opaquePolicies(before).includes(arn) &&
              (other === key || standsFor(before, role)),
          )
            ? [role]
            : [],
        );
        if (gain.length > 0)
          yield {
            message: `${about} ${judgement.says}, by ${arn}`,
            severity: judgement.severity,
            roles: gain,
            rows: [row],
          };
      }
    }
  },
};
