/** A workload that both apps make, in the words of an environment file. */
export interface BenchmarkWorkload {
  readonly name: string;
  readonly namespace: string;
  /** The path on each cluster. */
  readonly identity: Readonly<Record<ClusterKey, Identity>>;
  readonly managedPolicies: readonly string[];
  /** Resources may hold placeholders. */
  readonly statements: readonly BenchmarkStatement[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface BenchmarkStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export type Identity = "irsa" | "pod-identity";

/** What both apps are told of the two clusters. */
export const clusters = {
  us: {
    region: "us-east-1",
    issuer:
      "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  },
  eu: {
    region: "eu-central-1",
    issuer:
      "https://oidc.eks.eu-central-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210",
  },
} as const;

export type ClusterKey = keyof typeof clusters;

/** What both apps are told of the environment as a whole. */
export const environment = {
  name: "bench",
  account: "111122223333",
  backend: {
    bucket: "acme-terraform-state",
    region: "us-east-1",
    prefix: "identity",
  },
  rolePath: "/workloads/",
  permissionsBoundary: "arn:{partition}:iam::{account}:policy/boundary",
  tags: { team: "platform" },
} as const;

/** Workloads that share a namespace, as those of one team do. */
const workloadsPerNamespace = 10;

/**
 * The workloads of a run, the same at every call: four kinds in turn. Pod Identity has a quarter of them
 * on one cluster and a half on the other, so that 2,000 workloads fill EKS's quota of 1,000
 * associations.
 */
export function benchmarkWorkloads(count: number): BenchmarkWorkload[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(4, "0");
    return {
      name: `app-${number}`,
      namespace: `team-${Math.floor(index / workloadsPerNamespace)}`,
      ...kindOf(index, number),
    };
  });
}

function kindOf(
  index: number,
  number: string,
): Omit<BenchmarkWorkload, "name" | "namespace"> {
  const readsBucket: BenchmarkStatement = {
    actions: ["s3:GetObject", "s3:ListBucket"],
    resources: [
      `arn:{partition}:s3:::acme-{environment}-${number}`,
      `arn:{partition}:s3:::acme-{environment}-${number}/*`,
    ],
  };
  const readsQueue: BenchmarkStatement = {
    actions: ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
    resources: [`arn:{partition}:sqs:{region}:{account}:jobs-${number}`],
  };
  const irsa = { us: "irsa", eu: "irsa" } as const;
  const podIdentity = { us: "pod-identity", eu: "pod-identity" } as const;
  const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  switch (index % 4) {
    case 0:
      return {
        identity: irsa,
        managedPolicies: [readOnly],
        statements: [],
        tags: {},
      };
    case 1:
      return {
        identity: podIdentity,
        managedPolicies: [],
        statements: [readsBucket, readsQueue],
        tags: {},
      };
    case 2:
      return {
        identity: { us: "irsa", eu: "pod-identity" },
        managedPolicies: [readOnly],
        statements: [readsQueue],
        tags: { owner: `team-of-${number}`, tier: "gold" },
      };
    default:
      return {
        identity: irsa,
        managedPolicies: [],
        statements: [readsBucket],
        tags: { owner: `team-of-${number}` },
      };
  }
}
