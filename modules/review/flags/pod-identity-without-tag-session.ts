import { fieldOf } from "../plan";
import { stringsOf } from "../policy";
import { wildcardMatches } from "../../policy-document";
import { podIdentityStatements } from "./support/pod-identity-statements";
import { trustRule } from "./support/trust-rule";

export const podIdentityWithoutTagSession = trustRule({
  id: "pod-identity-without-tag-session",
  severity: "medium",
  reason:
    "EKS refuses an association whose role doesn't let it both assume the role and tag the session.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  *findIn(trust, role) {
    const statements = podIdentityStatements(trust);
    const actions = statements.flatMap(
      (statement) => stringsOf(fieldOf(statement, "Action")) ?? [],
    );
    const allows = (action: string): boolean =>
      actions.some((pattern) =>
        wildcardMatches(pattern.toLowerCase(), action.toLowerCase()),
      );
    if (statements.length > 0 && !allows("sts:TagSession"))
      yield {
        message: `${role.label} lets pods.eks.amazonaws.com in without sts:TagSession`,
      };
  },
});
