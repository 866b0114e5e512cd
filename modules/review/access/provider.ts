import type { ReducedResource, UnknownValue } from "../plan";
import { existsAt, textAt, valueAt, type Stage } from "./value";

/** An IAM OIDC provider of a plan at one time. */
export interface Provider {
  readonly address: string;
  /** Its ARN, or the expression by which documents name it while the ARN isn't known. */
  readonly arn: string;
  /** Its URL without `https://`; undefined where that isn't known. */
  readonly host?: string;
  readonly audiences: readonly string[];
  /** Whether its issuer is an EKS cluster's, of one that is made now too. */
  readonly isOfCluster: boolean;
}

/**
 * The IAM OIDC providers of a plan at one time, in the order of resources, each with up to the hundred client ids that
 * IAM takes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function providersAt(
  resources: Iterable<ReducedResource>,
  stage: Stage,
): readonly Provider[] {
  return [...resources]
    .filter(
      (resource) =>
        resource.type === "aws_iam_openid_connect_provider" &&
        existsAt(resource, stage),
    )
    .map((resource) => {
      const arn = textAt(resource, stage, "arn");
      const url = textAt(resource, stage, "url");
      const host = url?.replace(/^https:\/\//, "") ?? hostOfArn(arn ?? "");
      const audiences = [...Array(100).keys()].flatMap((index) => {
        const one = textAt(resource, stage, "client_id_list", index);
        return one === undefined ? [] : [one];
      });
      const unknown = valueAt(resource, stage, "url");
      return {
        isOfCluster:
          host === undefined
            ? unknown.state === "unknown" && isMadeFromCluster(unknown.unknown)
            : isClusterIssuer(host),
        address: resource.address,
        arn: arn ?? `\${${resource.address}.arn}`,
        ...(host !== undefined && { host }),
        audiences,
      };
    });
}

/** Whether each reference is to a cluster's identity, or to the cluster as a whole. */
function isMadeFromCluster({ expressions }: UnknownValue): boolean {
  return (
    expressions.length > 0 &&
    expressions.every((text) =>
      /^(?:data\.)?aws_eks_cluster\.[^.]+(?:\.identity(?:[.[].*)?)?$/s.test(
        text,
      ),
    )
  );
}

/**
 * The domains of AWS's services, by partition.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
const domains: ReadonlySet<string> = new Set([
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "api.amazonwebservices.com.cn",
  "api.amazonwebservices.eu",
  "api.aws",
  "c2s.ic.gov",
  "cloud.adc-e.uk",
  "csp.hci.ic.gov",
  "sc2s.sgov.gov",
]);

/** Whether an issuer, without `https://`, is of EKS, of whichever partition and generation. */
export function isClusterIssuer(host: string): boolean {
  const [, domain = ""] =
    /^oidc[.-]eks\.[a-z0-9-]+\.([a-z0-9.-]+)\/id\/[0-9A-F]+$/.exec(host) ?? [];
  return domains.has(domain);
}

/** The region that an issuer says, without `https://`, whether it is EKS's or only looks so; undefined for all others. */
export function regionOfIssuer(host: string): string | undefined {
  return /^oidc[.-]eks\.([a-z0-9-]+)\./.exec(host)?.[1];
}

/** The issuer without `https://` of an OIDC provider's ARN. */
export function hostOfArn(arn: string): string | undefined {
  return /^arn:[^:]+:iam::[^:]*:oidc-provider\/(.+)$/.exec(arn)?.[1];
}
