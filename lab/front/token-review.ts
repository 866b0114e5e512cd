import type { LabCluster } from "./cluster";
import type { Upstream } from "./upstream";
import { elementsOf } from "./xml";

/** The part of Kubernetes' TokenReview that is read. */
export interface TokenReview {
  readonly apiVersion?: unknown;
  readonly spec?: { readonly token?: unknown } | null;
}

/** Seconds that a token may be valid. */
const longestToken = 900;

/**
 * Reviews a token of `aws eks get-token` as EKS's authenticator does: the token is a presigned
 * GetCallerIdentity call, bound to the cluster by a signed header; whoever it proves needs an access entry
 * of the cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export async function reviewToken(
  upstream: Upstream,
  cluster: LabCluster,
  review: TokenReview,
): Promise<object> {
  const answer = (user?: object): object => ({
    apiVersion: review.apiVersion,
    kind: "TokenReview",
    status: user ? { authenticated: true, user } : { authenticated: false },
  });
  const url = presignedUrl(review.spec?.token);
  if (url === undefined) return answer();
  const identity = await upstream.send("GET", url.pathname + url.search, {
    host: url.host,
    "x-k8s-aws-id": cluster.name,
  });
  if (identity.status !== 200) return answer();
  const arn = elementsOf(identity.body.toString(), "Arn")[0] ?? "";
  const principal = arn.replace(
    /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/,
    "arn:aws:iam::$1:role/$2",
  );
  const entry = await upstream.eks(
    cluster,
    "GET",
    `/clusters/${cluster.name}/access-entries/${encodeURIComponent(principal)}`,
  );
  if (entry.status !== 200) return answer();
  const { accessEntry } = entry.value as {
    readonly accessEntry?: {
      readonly username?: string;
      readonly kubernetesGroups?: readonly string[];
    };
  };
  return answer({
    username:
      accessEntry?.username === "" ? arn : (accessEntry?.username ?? arn),
    uid: arn,
    groups: [
      "system:authenticated",
      "system:masters",
      ...(accessEntry?.kubernetesGroups ?? []),
    ],
  });
}

/**
 * The call that a token holds, where it can be nothing but GetCallerIdentity for the named cluster: at
 * another address, a client could have stored an answer of its own.
 */
function presignedUrl(token: unknown): URL | undefined {
  const encoded = /^k8s-aws-v1\.([\w-]+)$/.exec(String(token))?.[1] ?? "";
  const text = Buffer.from(encoded, "base64url").toString();
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const only = (name: string): string | undefined => {
    const values = url.searchParams.getAll(name);
    return values.length === 1 ? values[0] : undefined;
  };
  const isForThis =
    url.pathname === "/" &&
    /^((127\.0\.0\.1|localhost)(:\d+)?|sts\.([a-z0-9-]+\.)?amazonaws\.com)$/.test(
      url.host,
    ) &&
    only("Action") === "GetCallerIdentity" &&
    only("X-Amz-SignedHeaders")?.split(";").includes("x-k8s-aws-id") === true &&
    Number(only("X-Amz-Expires")) <= longestToken;
  return isForThis ? url : undefined;
}
