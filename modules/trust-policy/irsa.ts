import type { PolicyDocument, PolicyStatement } from "../policy-document";
import { issuerHostOf, oidcProviderArn } from "./issuer";
import {
  assertServiceAccounts,
  subjectOf,
  type TrustedServiceAccount,
} from "./service-account";

/** Who may assume a role by IRSA. */
export interface IrsaTrustPolicyProps {
  /** AWS partition of the account: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The 12-digit account that holds the role and the IAM OIDC provider. */
  readonly account: string;
  /** The cluster's OIDC issuer URL, `https://...`, without a trailing slash. */
  readonly issuer: string;
  /** The audience that tokens must have. @default sts.amazonaws.com */
  readonly audience?: string;
  /** At least one. Patterns match inside their namespace only. */
  readonly serviceAccounts: readonly TrustedServiceAccount[];
}

/** The audience of IRSA tokens unless the service account says otherwise, in every partition. */
export const defaultAudience = "sts.amazonaws.com";

/**
 * The trust policy that lets exactly these service accounts of one cluster assume a role by
 * `AssumeRoleWithWebIdentity`.
 *
 * Both `sub` and `aud` are pinned: IAM doesn't ask for either, and without `sub` every pod of the
 * cluster could assume the role. Names are compared by `StringEquals`, which never expands `*`;
 * patterns have a statement of their own.
 *
 * @throws Error on an issuer that is no https URL, a name that is no Kubernetes name, a pattern
 *   without a wildcard or without a literal character, and an empty list.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrustPolicy(props: IrsaTrustPolicyProps): PolicyDocument {
  assertServiceAccounts(props.serviceAccounts);
  const host = issuerHostOf(props.issuer);
  const audience = props.audience ?? defaultAudience;
  const exact = props.serviceAccounts.filter((one) => "name" in one);
  const patterns = props.serviceAccounts.filter((one) => "namePattern" in one);
  const statement = (
    condition: PolicyStatement["Condition"],
  ): PolicyStatement => ({
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn(props) },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition && { Condition: condition }),
  });
  return {
    Version: "2012-10-17",
    Statement: [
      ...(exact.length === 0
        ? []
        : [
            statement({
              StringEquals: {
                [`${host}:aud`]: audience,
                [`${host}:sub`]: oneOrMany(exact.map(subjectOf)),
              },
            }),
          ]),
      ...(patterns.length === 0
        ? []
        : [
            statement({
              StringEquals: { [`${host}:aud`]: audience },
              StringLike: {
                [`${host}:sub`]: oneOrMany(patterns.map(subjectOf)),
              },
            }),
          ]),
    ],
  };
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const sorted = [...values].sort();
  return sorted.length === 1 ? sorted.join() : sorted;
}
