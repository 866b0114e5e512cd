/** What a container gets from the identity webhook: variables, and tokens as files. */
export interface InjectedIdentity {
  readonly environment: Readonly<Record<string, string>>;
  readonly token: {
    readonly audience: string;
    readonly expirationSeconds: number;
    /** Where the token is mounted in a pod. */
    readonly path: string;
    readonly volume: string;
    /** The variable that names the token's file. */
    readonly variable: string;
  };
}

export interface PodOfServiceAccount {
  /** The service account's annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether a Pod Identity association exists for the service account. */
  readonly isAssociated: boolean;
  readonly region: string;
}

const prefix = "eks.amazonaws.com";
const longest = 86_400;
const shortest = 600;

/**
 * What the EKS identity webhook injects into a new pod, as a stand-in for the real one: Pod Identity where
 * an association exists, whatever is annotated, else IRSA where a role is annotated, else nothing.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function injectIdentity(
  pod: PodOfServiceAccount,
): InjectedIdentity | undefined {
  const annotation = (name: string): string | undefined =>
    pod.annotations[`${prefix}/${name}`];
  if (pod.isAssociated)
    return {
      environment: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI:
          "http://169.254.170.23/v1/credentials",
      },
      token: {
        audience: "pods.eks.amazonaws.com",
        expirationSeconds: longest,
        path: "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token",
        volume: "eks-pod-identity-token",
        variable: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
      },
    };
  const roleArn = annotation("role-arn");
  if (roleArn === undefined) return undefined;
  const expiration = Number(annotation("token-expiration") ?? longest);
  return {
    environment: {
      AWS_ROLE_ARN: roleArn,
      AWS_REGION: pod.region,
      AWS_DEFAULT_REGION: pod.region,
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
    },
    token: {
      audience: annotation("audience") ?? "sts.amazonaws.com",
      expirationSeconds: Math.min(
        Math.max(Number.isInteger(expiration) ? expiration : longest, shortest),
        longest,
      ),
      path: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
      volume: "aws-iam-token",
      variable: "AWS_WEB_IDENTITY_TOKEN_FILE",
    },
  };
}
