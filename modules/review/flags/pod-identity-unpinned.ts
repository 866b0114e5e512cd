import { conditionEntries } from "../access";
import { fieldOf } from "../plan";
import { podIdentityStatements } from "./support/pod-identity-statements";
import { trustRule } from "./support/trust-rule";

const pins =
  /^aws:(requesttag\/(eks-cluster-arn|eks-cluster-name|kubernetes-namespace|kubernetes-service-account)|sourcearn|sourceaccount|sourceorgid)$/i;

export const podIdentityUnpinned = trustRule({
  id: "pod-identity-unpinned",
  severity: "medium",
  reason:
    "Any association that someone may create in the account, on any cluster, can use the role.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  *findIn(trust, role) {
    for (const statement of podIdentityStatements(trust)) {
      const pinned = conditionEntries(fieldOf(statement, "Condition")).some(
        ({ operator, key, values }) =>
          pins.test(key) &&
          !/not|null|ifexists/i.test(operator) &&
          !values.includes("*"),
      );
      if (!pinned)
        yield {
          message: `${role.label} lets pods.eks.amazonaws.com in for any cluster and any service account`,
        };
    }
  },
});
