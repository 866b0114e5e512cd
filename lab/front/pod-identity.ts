import { randomUUID } from "node:crypto";
import { AwsFault } from "./aws-fault";
import { clusterArn, type LabCluster } from "./cluster";
import type { Upstream } from "./upstream";
import {
  verifyToken,
  type TokenClaims,
  type VerifiedToken,
} from "./verify-token";
import { elementsOf } from "./xml";

/** What EKS Auth answers. */
export interface PodCredentials {
  readonly subject: {
    readonly namespace: string;
    readonly serviceAccount: string;
  };
  readonly audience: string;
  readonly podIdentityAssociation: {
    readonly associationArn: string;
    readonly associationId: string;
  };
  readonly assumedRoleUser: {
    readonly arn: string;
    readonly assumeRoleId: string;
  };
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    /** Seconds since 1970. */
    readonly expiration: number;
  };
}

interface Association {
  readonly associationArn: string;
  readonly associationId: string;
  readonly roleArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly disableSessionTags?: boolean;
}

const audience = "pods.eks.amazonaws.com";

/**
 * EKS Auth AssumeRoleForPodIdentity: checks the pod's token, finds the association of its service account,
 * and has EKS's service principal assume the role with the six session tags, all transitive.
 *
 * @param clusterName the cluster that the caller says it is on, or any where it doesn't say
 * @throws AwsFault as EKS Auth answers.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html
 */
export async function assumeRoleForPodIdentity(
  upstream: Upstream,
  clusters: readonly LabCluster[],
  clusterName: string | undefined,
  token: string,
): Promise<PodCredentials> {
  const { cluster, claims, audiences } = await verifyPodToken(clusters, token);
  const pod = podOf(claims);
  if (!audiences.includes(audience))
    throw invalidToken(`Token audience must be ${audience}`);
  if ((clusterName ?? cluster.name) !== cluster.name || pod === undefined)
    throw invalidToken("Token is not of a pod of this cluster");
  const { namespace, serviceAccount } = pod;
  const association = await findAssociation(
    upstream,
    cluster,
    namespace,
    serviceAccount,
  );
  if (association === undefined)
    throw new AwsFault(
      404,
      "ResourceNotFoundException",
      `No association found for service account ${serviceAccount} in namespace ${namespace}`,
    );
  const tags: Readonly<Record<string, string>> =
    association.disableSessionTags === true
      ? {}
      : {
          "eks-cluster-arn": clusterArn(cluster),
          "eks-cluster-name": cluster.name,
          "kubernetes-namespace": namespace,
          "kubernetes-service-account": serviceAccount,
          "kubernetes-pod-name": pod.name,
          "kubernetes-pod-uid": pod.uid,
        };
  const answer = await upstream.signed(
    { account: cluster.account, region: cluster.region, service: "sts" },
    "POST",
    "/",
    new URLSearchParams({
      Version: "2011-06-15",
      Action: "AssumeRole",
      RoleArn: association.roleArn,
      RoleSessionName: `eks-${cluster.name}-${pod.name}-${randomUUID()}`.slice(
        0,
        64,
      ),
      ...tagParameters(tags),
    }).toString(),
    {
      // What STS knows of the calling AWS service; `ministack/plus.py` reads it.
      "x-lab-service": JSON.stringify({
        service: audience,
        context: {
          "aws:sourcearn": clusterArn(cluster),
          "aws:sourceaccount": cluster.account,
        },
      }),
    },
  );
  const xml = answer.body.toString();
  const element = (name: string): string => elementsOf(xml, name)[0] ?? "";
  if (answer.status !== 200)
    throw new AwsFault(400, "AccessDeniedException", element("Message"));
  return {
    subject: { namespace, serviceAccount },
    audience,
    podIdentityAssociation: {
      associationArn: association.associationArn,
      associationId: association.associationId,
    },
    assumedRoleUser: {
      arn: element("Arn"),
      assumeRoleId: element("AssumedRoleId"),
    },
    credentials: {
      accessKeyId: element("AccessKeyId"),
      secretAccessKey: element("SecretAccessKey"),
      sessionToken: element("SessionToken"),
      expiration: Date.parse(element("Expiration")) / 1000,
    },
  };
}

async function verifyPodToken(
  clusters: readonly LabCluster[],
  token: string,
): Promise<VerifiedToken> {
  try {
    return await verifyToken(clusters, token);
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    throw error.code === "ExpiredTokenException"
      ? error
      : invalidToken(error.message);
  }
}

interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly name: string;
  readonly uid: string;
}

/** The pod that a token is bound to, where it is bound to one. */
function podOf(claims: TokenClaims): Pod | undefined {
  const { namespace, serviceaccount, pod } = claims["kubernetes.io"] ?? {};
  const found = {
    namespace,
    serviceAccount: serviceaccount?.name,
    name: pod?.name,
    uid: pod?.uid,
  };
  return Object.values(found).every((value) => typeof value === "string")
    ? (found as Pod)
    : undefined;
}

async function findAssociation(
  upstream: Upstream,
  cluster: LabCluster,
  namespace: string,
  serviceAccount: string,
): Promise<Association | undefined> {
  const path = `/clusters/${cluster.name}/pod-identity-associations`;
  // Asked by name: lists of the emulator end at 100 without a word.
  const query = new URLSearchParams({ namespace, serviceAccount });
  const { value } = await upstream.eks(
    cluster,
    "GET",
    `${path}?${query.toString()}`,
  );
  const listed = (
    value as { readonly associations?: readonly Association[] }
  ).associations?.find(
    (one) =>
      one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  if (listed === undefined) return undefined;
  const described = await upstream.eks(
    cluster,
    "GET",
    `${path}/${listed.associationId}`,
  );
  return (described.value as { readonly association?: Association })
    .association;
}

function tagParameters(
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tags.member.${index + 1}.Key`, key],
      [`Tags.member.${index + 1}.Value`, value],
      [`TransitiveTagKeys.member.${index + 1}`, key],
    ]),
  );
}

function invalidToken(message: string): AwsFault {
  return new AwsFault(400, "InvalidTokenException", message);
}
