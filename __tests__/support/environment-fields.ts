/** Fields of an environment file, before they are written as YAML. */
export type Fields = Readonly<Record<string, unknown>>;

export const account = "111122223333";
export const otherAccount = "444455556666";

const issuerIds = {
  us: "0123456789ABCDEF0123456789ABCDEF",
  eu: "FEDCBA9876543210FEDCBA9876543210",
} as const;

/** The issuer host of one of the two clusters that most tests use. */
export function issuerHost(key: "us" | "eu"): string {
  return `oidc.eks.us-east-1.amazonaws.com/id/${issuerIds[key]}`;
}

export function issuer(key: "us" | "eu"): string {
  return `https://${issuerHost(key)}`;
}

/** One EKS cluster with an issuer. */
export function clusterFields(overrides: Fields = {}): Fields {
  return { region: "us-east-1", issuer: issuer("us"), ...overrides };
}

export function irsaFields(overrides: Fields = {}): Fields {
  return { serviceAccount: "echo/aws-sa", identity: "irsa", ...overrides };
}

export function podIdentityFields(overrides: Fields = {}): Fields {
  return {
    serviceAccount: "echo/aws-sa",
    identity: "pod-identity",
    ...overrides,
  };
}

/** An environment of one cluster, `us`, and one IRSA workload, `echo`. */
export function environmentFields(overrides: Fields = {}): Fields {
  return {
    account,
    backend: { local: {} },
    clusters: { us: clusterFields() },
    workloads: { echo: irsaFields() },
    ...overrides,
  };
}
