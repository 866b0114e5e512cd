/**
 * Characters of a role's trust policy, white space not counted: the quota's default. An account's can
 * be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const defaultTrustPolicyLength = 2048;
