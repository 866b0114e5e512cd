import { partitionOf } from "../../policy-document";
import { isNamespace, isServiceAccountName } from "../../trust-policy";
import {
  mayAssumeWithPodIdentity,
  type Decision,
} from "../../trust-policy/evaluator";
import { accountOfArn } from "./account-of-arn";
import { jsonOfDocument } from "./document";
import type { Association } from "./identity-sources";
import type { Role } from "./role";
import { isNamed, type ServiceAccountName } from "./service-account-name";

/** Whether a role's trust policy lets EKS in for an association; undecidable where the plan doesn't say. */
export function decideAssociation(
  role: Role,
  association: Association,
): Decision {
  const json = jsonOfDocument(role.trust);
  if (json === undefined) return "undecidable";
  const { sessionTags } = association;
  if (sessionTags === "unknown") return "undecidable";
  const clusters = clusterArnsOf(role, association);
  const subjects = subjectsOf(association);
  const decide = (
    clusterArn: string | undefined,
    subject: ServiceAccountName,
  ): Decision =>
    mayAssumeWithPodIdentity(json, { clusterArn, ...subject, sessionTags });
  const decisions = clusters.arns.flatMap((clusterArn) =>
    subjects.map((subject) => decide(clusterArn, subject)),
  );
  const [subject, ...others] = subjects;
  const [first] = decisions;
  const isOne = subject !== undefined && others.length === 0;
  // Of what isn't known, only what holds for every one is certain.
  if (
    first !== undefined &&
    ((clusters.certain && isOne) || decisions.every((one) => one === "allowed"))
  )
    return first;
  return isOne && decide(undefined, subject) === "denied"
    ? "denied"
    : "undecidable";
}

/** The association's service account, or some that it may be for where that isn't known. */
function subjectsOf({
  namespace,
  serviceAccount,
}: Association): readonly ServiceAccountName[] {
  if (isNamed({ namespace, serviceAccount }))
    return [{ namespace, serviceAccount }];
  return ["a-5d1c7e", "b-90f2b4"].map((name) => ({
    namespace: isNamespace(namespace) ? namespace : name,
    serviceAccount: isServiceAccountName(serviceAccount)
      ? serviceAccount
      : name,
  }));
}

/** The ARN of the association's cluster, or some that it may have. */
function clusterArnsOf(
  role: Role,
  association: Association,
): { readonly arns: readonly string[]; readonly certain: boolean } {
  const { cluster, region } = association;
  if (!/^[0-9A-Za-z][\w-]{0,99}$/.test(cluster))
    return { arns: [], certain: false };
  const [, partition, ownRegion, account] =
    /^arn:([a-z-]+):eks:([a-z0-9-]+):(\d{12}):podidentityassociation\//.exec(
      association.arn ?? "",
    ) ?? [];
  if (partition && ownRegion && account)
    return {
      arns: [`arn:${partition}:eks:${ownRegion}:${account}:cluster/${cluster}`],
      certain: true,
    };
  const value = association.role;
  const roleArn =
    role.arn ??
    (value.state === "known" && typeof value.value === "string"
      ? value.value
      : "");
  // A role is in its cluster's account.
  const roleAccount = accountOfArn(roleArn) ?? role.account;
  if (region !== undefined && roleAccount !== undefined)
    return {
      arns: [
        `arn:${partitionOf(region)}:eks:${region}:${roleAccount}:cluster/${cluster}`,
      ],
      certain: true,
    };
  return {
    arns: [
      `arn:aws:eks:us-east-1:000000000000:cluster/${cluster}`,
      `arn:aws:eks:eu-west-1:999999999999:cluster/${cluster}`,
    ],
    certain: false,
  };
}
