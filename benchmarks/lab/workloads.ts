import { clusters, environment } from "../workloads";

/** A workload that both configurations deploy. */
export type LabWorkload = {
  readonly name: string;
  readonly namespace: string;
} & (
  | { readonly identity: "irsa"; readonly managedPolicy: string }
  | { readonly identity: "pod-identity"; readonly statement: LabStatement }
);

export interface LabStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What both configurations are told of the one cluster. Ours is called as its stack is. */
export const labCluster = {
  key: "us",
  name: `${environment.name}-us`,
  account: environment.account,
  ...clusters.us,
} as const;

/** Where both keep their state, each in an S3 of its own. */
export const stateKey = `${environment.backend.prefix}/${labCluster.name}.tfstate`;

/** Workloads that share a namespace, as those of one team do. */
const workloadsPerNamespace = 10;

/** The workloads of a run, the same at every call: IRSA and Pod Identity in turn. */
export function labWorkloads(count: number): readonly LabWorkload[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(4, "0");
    const bucket = `arn:aws:s3:::acme-${environment.name}-${number}`;
    const common = {
      name: `app-${number}`,
      namespace: `team-${Math.floor(index / workloadsPerNamespace)}`,
    };
    return index % 2 === 0
      ? {
          ...common,
          identity: "irsa",
          managedPolicy: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        }
      : {
          ...common,
          identity: "pod-identity",
          statement: {
            actions: ["s3:GetObject", "s3:ListBucket"],
            resources: [bucket, `${bucket}/*`],
          },
        };
  });
}

/** The name of a workload's role, in both configurations. */
export function roleName(workload: LabWorkload): string {
  return `${labCluster.name}-${workload.name}`;
}
