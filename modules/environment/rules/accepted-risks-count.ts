import { likelyMeant } from "../likely-meant";
import type { Rule } from "./support/rule";

export const acceptedRisksCount: Rule = {
  name: "accepted-risks-count",
  statement:
    "An accepted risk is one that the review knows, and its last day is not past.",
  reason:
    "The review doesn't count another one, and the risk fails it as if nobody had accepted it. A warning: an acceptance that is past must not stop a deploy.",
  *check({ file, knownRisks, today }) {
    for (const [position, { id, until }] of (
      file.acceptedRisks ?? []
    ).entries()) {
      if (knownRisks !== undefined && !knownRisks.includes(id)) {
        const meant = likelyMeant(id, knownRisks);
        yield {
          path: ["acceptedRisks", position, "id"],
          rule: "no risk of the review has this name, and the acceptance counts for none",
          got: id,
          fix:
            meant === undefined
              ? "look its name up in docs/risks.md, or take the acceptance out"
              : `write it as ${meant}`,
          severity: "warning",
        };
      }
      if (today !== undefined && until !== undefined && until < today)
        yield {
          path: ["acceptedRisks", position, "until"],
          rule: "the last day of the acceptance is past, and it counts no more",
          got: until,
          fix: "take the acceptance out, or accept the risk anew with a later day",
          severity: "warning",
        };
    }
  },
};
