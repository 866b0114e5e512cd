/** What IRSA needs to know of a service account. */
export interface IrsaAnnotationsProps {
  readonly roleArn: string;
  /** @default sts.amazonaws.com, which needs no annotation */
  readonly audience?: string;
  /** Seconds, 600 to 86400. @default the webhook's, 86400 */
  readonly tokenExpirationSeconds?: number;
  /** Whether SDKs call the region's STS endpoint. @default the webhook decides */
  readonly regionalSts?: boolean;
}

/**
 * The annotations by which the EKS identity webhook gives a service account's pods a role by IRSA. They
 * are never written for Pod Identity: an association needs none.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough
 */
export function irsaAnnotations(
  props: IrsaAnnotationsProps,
): Readonly<Record<string, string>> {
  return {
    ...(props.audience !== undefined &&
      props.audience !== "sts.amazonaws.com" && {
        "eks.amazonaws.com/audience": props.audience,
      }),
    "eks.amazonaws.com/role-arn": props.roleArn,
    ...(props.regionalSts !== undefined && {
      "eks.amazonaws.com/sts-regional-endpoints": String(props.regionalSts),
    }),
    ...(props.tokenExpirationSeconds !== undefined && {
      "eks.amazonaws.com/token-expiration": String(
        props.tokenExpirationSeconds,
      ),
    }),
  };
}
