import { isClaimKey } from "./claim-key";
import { type Decision, evaluateTrust } from "./evaluate";

/** A service account's token as STS sees it, once it has checked signature and client ids. */
export interface WebIdentity {
  /** ARN of the IAM OIDC provider that the token's issuer is registered as. */
  readonly providerArn: string;
  /** The token's issuer without `https://`. */
  readonly issuerHost: string;
  /** `system:serviceaccount:<namespace>:<name>` */
  readonly subject: string;
  readonly audience: string;
}

/**
 * Whether a trust policy lets a service account's token assume the role (IRSA). The token has the
 * subject and audience of its own issuer and certainly no claim of another one; every other condition
 * key makes the condition undecidable.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function mayAssumeWithWebIdentity(
  document: unknown,
  identity: WebIdentity,
): Decision {
  const own = `${identity.issuerHost.toLowerCase()}:`;
  return evaluateTrust(document, {
    action: "sts:AssumeRoleWithWebIdentity",
    principal: { kind: "Federated", value: identity.providerArn },
    context: {
      [`${identity.issuerHost}:sub`]: identity.subject,
      [`${identity.issuerHost}:aud`]: identity.audience,
    },
    absentKeys: (key) => isClaimKey(key) && !key.startsWith(own),
  });
}
