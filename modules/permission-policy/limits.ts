/**
 * Characters of all inline policies of a role together, white space not counted. Fixed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const inlinePolicyLength = 10240;

/** Managed policies of a role: the quota's default. An account's can be raised. */
export const defaultManagedPoliciesPerRole = 10;
