/**
 * The issuer without `https://`: what IAM calls the provider by, in its ARN and in condition keys.
 *
 * @throws Error where the issuer is not https, or has a port, query, fragment or trailing slash: IAM
 *   takes none of these, and a key built from one would never match.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export function issuerHostOf(issuer: string): string {
  const match = /^https:\/\/([a-z0-9.-]+(?:\/[A-Za-z0-9._~-]+)*)$/.exec(issuer);
  if (match?.[1] === undefined || issuer.length > 255)
    throw new Error(
      `not an OIDC issuer: ${JSON.stringify(issuer)}; write https://, a host and a path, at most 255 characters`,
    );
  return match[1];
}

/** The ARN of the IAM OIDC provider of an issuer in an account. */
export function oidcProviderArn(provider: {
  readonly partition: string;
  readonly account: string;
  readonly issuer: string;
}): string {
  return `arn:${provider.partition}:iam::${provider.account}:oidc-provider/${issuerHostOf(provider.issuer)}`;
}
