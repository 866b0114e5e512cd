import { subjectKey } from "../access";
import type { FlagRule } from "./support/rule";

export const podIdentityTagsOff: FlagRule = {
  id: "pod-identity-tags-off",
  severity: "medium",
  reason:
    "With session tags off the request has no tags, so that a trust policy that asks for them never lets EKS in.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  *find({ plan, rows }) {
    for (const subject of plan.after.subjects.values())
      for (const { role, path, address } of subject.refused) {
        const association = subject.associations.find(
          (one) => one.address === address,
        );
        if (
          path !== "pod-identity" ||
          association?.sessionTags !== false ||
          plan.resources.get(address)?.action === "no-op" ||
          !JSON.stringify(role.trust).toLowerCase().includes("aws:requesttag/")
        )
          continue;
        yield {
          message: `the association of ${subjectKey(subject)} has session tags off, and ${role.label} asks for them`,
          address,
          roles: [role],
          rows: rows.filter(({ about }) => about === subjectKey(subject)),
        };
      }
  },
};
