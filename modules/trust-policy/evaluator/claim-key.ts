/**
 * Whether a condition key is a claim of an identity provider's token. AWS writes these as the
 * provider's name, a colon and the claim; a token has them for its own issuer only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function isClaimKey(key: string): boolean {
  return /:(?:amr|aud|email|oaud|sub)$/i.test(key);
}
