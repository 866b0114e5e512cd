/** A call to STS for a role's credentials, as far as the role's trust policy can see it. */
export interface AssumeRoleRequest {
  /** The STS action, such as `sts:AssumeRoleWithWebIdentity`, `sts:AssumeRole`, `sts:TagSession`. */
  readonly action: string;
  /** Who calls: an OIDC provider's ARN, a service principal, or the ARN of an IAM user or role. */
  readonly principal: {
    readonly kind: "Federated" | "Service" | "AWS";
    readonly value: string;
  };
  /**
   * Condition key to its value. Keys are compared ignoring case. A list says that the key is one of
   * those that AWS documents as multivalued, such as `aws:TagKeys`.
   */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Whether a key that is not in the context is certainly not in the request either, rather than just
   * not known here. Is given the key in lower case. Default: nothing is certain.
   */
  readonly absentKeys?: (key: string) => boolean;
}
