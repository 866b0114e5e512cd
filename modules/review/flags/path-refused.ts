import { subjectKey } from "../access";
import type { FlagRule } from "./support/rule";

export const pathRefused: FlagRule = {
  id: "path-refused",
  severity: "medium",
  reason:
    "The service account is told to take a role that doesn't let it in: its pods get no credentials from it.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  *find({ plan, rows }) {
    for (const [key, subject] of plan.after.subjects) {
      const earlier = new Set(
        plan.before.subjects
          .get(key)
          ?.refused.map(({ path, role }) => `${path} ${role.key}`),
      );
      for (const { path, role, address } of subject.refused)
        if (!earlier.has(`${path} ${role.key}`))
          yield {
            message: `${role.label} doesn't let ${subjectKey(subject)} in by ${path === "irsa" ? "IRSA" : "Pod Identity"}`,
            address,
            roles: [role],
            rows: rows.filter(({ about }) => about === key),
          };
    }
  },
};
