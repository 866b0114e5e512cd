import {
  clusters,
  environment,
  type BenchmarkWorkload,
  type ClusterKey,
  type Identity,
} from "./workloads";

/** One cluster with everything that the bare app needs: no default, placeholder or merge is left. */
export interface BareCluster {
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly issuer: string;
  readonly backend: {
    readonly bucket: string;
    readonly region: string;
    readonly key: string;
  };
  readonly tags: Readonly<Record<string, string>>;
  readonly workloads: readonly BareWorkload[];
}

export interface BareWorkload {
  readonly name: string;
  readonly identity: Identity;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly role: {
    readonly name: string;
    readonly path: string;
    readonly arn: string;
    readonly permissionsBoundary: string;
  };
  readonly managedPolicies: readonly { readonly key: string; arn: string }[];
  readonly statements: readonly {
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
  /** Absent where there is none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The data of the bare app for these workloads. */
export function bareClusters(
  workloads: readonly BenchmarkWorkload[],
): BareCluster[] {
  return (Object.keys(clusters) as ClusterKey[]).map((key) => {
    const { region, issuer } = clusters[key];
    const { account, backend, tags } = environment;
    const stack = `${environment.name}-${key}`;
    return {
      stack,
      region,
      account,
      issuer,
      backend: {
        bucket: backend.bucket,
        region: backend.region,
        key: `${backend.prefix}/${stack}.tfstate`,
      },
      tags,
      workloads: workloads.map((workload) => bareWorkload(workload, key)),
    };
  });
}

function bareWorkload(
  workload: BenchmarkWorkload,
  cluster: ClusterKey,
): BareWorkload {
  const { account, rolePath } = environment;
  const expand = (text: string): string =>
    text
      .replaceAll("{partition}", "aws")
      .replaceAll("{environment}", environment.name)
      .replaceAll("{region}", clusters[cluster].region)
      .replaceAll("{account}", account);
  const roleName = `${environment.name}-${cluster}-${workload.name}`;
  return {
    name: workload.name,
    identity: workload.identity[cluster],
    namespace: workload.namespace,
    serviceAccount: workload.name,
    role: {
      name: roleName,
      path: rolePath,
      arn: `arn:aws:iam::${account}:role${rolePath}${roleName}`,
      permissionsBoundary: expand(environment.permissionsBoundary),
    },
    managedPolicies: workload.managedPolicies.map((arn) => ({
      key: `aws_${arn.slice(arn.lastIndexOf("/") + 1)}`,
      arn,
    })),
    statements: workload.statements.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources.map(expand),
    })),
    ...(Object.keys(workload.tags).length > 0 && { tags: workload.tags }),
  };
}
