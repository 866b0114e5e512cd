import { mayAssumeWithPodIdentity } from "../../trust-policy/evaluator";
import {
  conditionEntries,
  unlikelyNames,
  type ConditionEntry,
} from "../access";
import { fieldOf, type Json } from "../plan";
import { loosenedStatement } from "./support/loosened-statement";
import { podIdentityStatements } from "./support/pod-identity-statements";
import { trustRule } from "./support/trust-rule";
import { namesAction } from "./support/trust-statement";

export const podIdentityUnpinned = trustRule({
  id: "pod-identity-unpinned",
  severity: "medium",
  reason:
    "Any association that someone may create in the account, on any cluster, can use the role.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  *findIn(trust, role) {
    for (const statement of podIdentityStatements(trust))
      if (
        namesAction(statement, "sts:AssumeRole") &&
        !isPinned(trust, statement)
      )
        yield {
          message: `${role.label} lets pods.eks.amazonaws.com in for any cluster and any service account`,
        };
  },
});

/** Whether a statement keeps out a service account and a cluster of the account that no policy names. */
function isPinned(trust: Json, statement: Json): boolean {
  const condition = fieldOf(statement, "Condition");
  const conditions = conditionEntries(condition);
  if (conditions.some(namesServiceAccounts)) return true;
  const document = loosenedStatement({
    version: fieldOf(trust, "Version"),
    principal: { Service: "pods.eks.amazonaws.com" },
    actions: ["sts:AssumeRole", "sts:TagSession"],
    condition,
    conditions: conditions.flatMap(ofAnyAccount),
  });
  return [true, false].every(
    (sessionTags) =>
      mayAssumeWithPodIdentity(document, {
        clusterArn: `arn:aws:eks:us-east-1:111122223333:cluster/${unlikelyNames.cluster}`,
        namespace: unlikelyNames.namespace,
        serviceAccount: unlikelyNames.serviceAccount,
        sessionTags,
      }) === "denied",
  );
}

/** The plainest pin, which needs no evaluation: without the tag, or with another value, the condition doesn't hold. */
function namesServiceAccounts({
  operator,
  key,
  values,
}: ConditionEntry): boolean {
  return (
    operator === "StringEquals" &&
    /^aws:RequestTag\/kubernetes-(?:namespace|service-account)$/.test(key) &&
    values.length > 0 &&
    values.every((value) => /^[a-z0-9.-]+$/.test(value))
  );
}

/** A condition without what it says of account and region: these are the role's own wherever it is used. */
function ofAnyAccount(entry: ConditionEntry): readonly ConditionEntry[] {
  const { operator, key, values } = entry;
  if (/^aws:SourceAccount$/i.test(key)) return [];
  if (!/^aws:(SourceArn|RequestTag\/eks-cluster-arn)$/i.test(key))
    return [entry];
  return [
    { ...entry, values: values.map((value) => anywhere(operator, value)) },
  ];
}

function anywhere(operator: string, value: string): string {
  const parts = value.split(":");
  const cluster = parts.slice(5).join(":");
  if (/arn/i.test(operator))
    return parts.length > 5 ? `arn:*:*:*:*:${cluster}` : value;
  if (!/like/i.test(operator)) return value;
  return parts.length > 5
    ? `*:${cluster}`
    : value.replace(/^[^*?]*(?=[*?])/, "*");
}
