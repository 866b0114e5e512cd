import { trustRule } from "./support/trust-rule";

export const trustAnySubject = trustRule({
  id: "trust-any-subject",
  severity: "high",
  reason:
    "Without a condition on the subject every pod of the cluster, of any service account, can assume the role.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  *findIn(_, role, state) {
    for (const host of state.trust.get(role.key)?.openIssuers ?? [])
      yield { message: `${role.label} lets every token of ${host} in` };
  },
});
