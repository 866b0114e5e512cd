import type { JsonWebKey } from "node:crypto";

/** A JSON Web Key as an issuer publishes it. */
export interface IssuerKey extends JsonWebKey {
  readonly kid?: string;
}

/** A cluster of the lab, as the front knows it. */
export interface LabCluster {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The OIDC issuer URL in its tokens. */
  readonly issuer: string;
  /** The keys that sign its tokens; asked again where a token names an unknown one. */
  readonly keys: () => Promise<readonly IssuerKey[]>;
  /** What DescribeCluster answers, where Kubernetes runs. */
  readonly endpoint?: string;
  readonly certificateAuthority?: string;
}

export function clusterArn(cluster: LabCluster): string {
  return `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`;
}
