import type { SubjectState } from "../access";
import type { FlagRule } from "./support/rule";

export const bothPaths: FlagRule = {
  id: "both-paths",
  severity: "medium",
  reason:
    "A service account with a role annotation and an association gets the association's role; the annotation's is unused, and easily taken for the one that counts.",
  link: "https://github.com/aws/amazon-eks-pod-identity-webhook",
  *find({ plan, rows }) {
    for (const [key, subject] of plan.after.subjects)
      if (hasBoth(subject) && !hasBoth(plan.before.subjects.get(key)))
        yield {
          message: `${key} has a role annotation and an association`,
          roles: [...subject.ways, ...subject.refused].map(({ role }) => role),
          rows: rows.filter(({ about }) => about === key),
        };
  },
};

function hasBoth(subject: SubjectState | undefined): boolean {
  return (
    subject !== undefined &&
    subject.associations.length > 0 &&
    subject.resource !== undefined &&
    subject.resource.role.state !== "absent"
  );
}
