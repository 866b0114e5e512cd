/** The service accounts of one namespace that a trust policy lets in. */
export type TrustedServiceAccount =
  | { readonly namespace: string; readonly name: string }
  | { readonly namespace: string; readonly namePattern: string };

/**
 * The subject of a service account's token, as Kubernetes writes it.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export function subjectOf(serviceAccount: TrustedServiceAccount): string {
  const name =
    "name" in serviceAccount ? serviceAccount.name : serviceAccount.namePattern;
  return `system:serviceaccount:${serviceAccount.namespace}:${name}`;
}

/** A Kubernetes namespace: a DNS label of at most 63 characters. */
export function isNamespace(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** A Kubernetes service account's name: a DNS subdomain of at most 253 characters. */
export function isServiceAccountName(text: string): boolean {
  return (
    text.length <= 253 &&
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(
      text,
    )
  );
}

/**
 * A pattern for names of one namespace: a DNS subdomain's characters with at least one wildcard
 * (`*`, `?`) and at least one character that is none, so that no pattern stands for every name.
 */
export function isNamePattern(text: string): boolean {
  return (
    text.length <= 253 &&
    /^[a-z0-9*?.-]+$/.test(text) &&
    /[*?]/.test(text) &&
    /[a-z0-9]/.test(text)
  );
}

/** Throws where a service account could let in more, or other, than it says. */
export function assertServiceAccounts(
  serviceAccounts: readonly TrustedServiceAccount[],
): void {
  if (serviceAccounts.length === 0)
    throw new Error("a trust policy needs at least one service account");
  for (const serviceAccount of serviceAccounts) {
    if (!isNamespace(serviceAccount.namespace))
      throw new Error(
        `not a Kubernetes namespace: ${JSON.stringify(serviceAccount.namespace)}`,
      );
    if ("name" in serviceAccount && !isServiceAccountName(serviceAccount.name))
      throw new Error(
        `not a service account's name: ${JSON.stringify(serviceAccount.name)}; a pattern goes into namePattern`,
      );
    if (
      "namePattern" in serviceAccount &&
      !isNamePattern(serviceAccount.namePattern)
    )
      throw new Error(
        `not a pattern for service accounts' names: ${JSON.stringify(serviceAccount.namePattern)}; it needs a wildcard and a letter or digit`,
      );
  }
}
