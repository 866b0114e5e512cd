import {
  subjectKey,
  type Association,
  type Role,
  type SubjectState,
} from "../access";
import type { FlagRule } from "./support/rule";

export const sessionPolicyRemoved: FlagRule = {
  id: "session-policy-removed",
  severity: "medium",
  reason:
    "An association's session policy narrows what its pods may do to less than the role allows.",
  link: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  *find({ plan, rows }) {
    const after = new Map(
      plan.after.associations.map((one) => [one.address, one]),
    );
    for (const before of plan.before.associations) {
      const left = after.get(before.address);
      if (left === undefined || before.sessionPolicy.state === "absent")
        continue;
      if (
        JSON.stringify(left.sessionPolicy) ===
        JSON.stringify(before.sessionPolicy)
      )
        continue;
      const key = subjectKey(left);
      yield {
        message: `the session policy of ${key} ${left.sessionPolicy.state === "absent" ? "goes" : "changes"}`,
        address: left.address,
        roles: rolesOf(plan.after.subjects.get(key), left),
        rows: rows.filter(({ about }) => about === key),
      };
    }
  },
};

function rolesOf(
  subject: SubjectState | undefined,
  { address }: Association,
): readonly Role[] {
  return (subject?.ways ?? []).flatMap(({ association, role }) =>
    association?.address === address ? [role] : [],
  );
}
