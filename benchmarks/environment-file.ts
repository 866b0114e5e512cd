import { stringify } from "yaml";
import {
  clusters,
  environment,
  type BenchmarkWorkload,
  type ClusterKey,
} from "./workloads";

/** The environment file of these workloads, as a person would write it. */
export function environmentFile(
  workloads: readonly BenchmarkWorkload[],
): string {
  return stringify(
    {
      account: environment.account,
      backend: { s3: environment.backend },
      clusters,
      defaults: {
        rolePath: environment.rolePath,
        permissionsBoundary: environment.permissionsBoundary,
        tags: environment.tags,
      },
      workloads: Object.fromEntries(
        workloads.map((workload) => [workload.name, fieldsOf(workload)]),
      ),
    },
    { aliasDuplicateObjects: false },
  );
}

function fieldsOf({
  name,
  namespace,
  identity,
  managedPolicies,
  statements,
  tags,
}: BenchmarkWorkload): Record<string, unknown> {
  const differing = (Object.keys(clusters) as ClusterKey[]).filter(
    (key) => identity[key] !== identity.us,
  );
  return {
    serviceAccount: `${namespace}/${name}`,
    identity: identity.us,
    ...(differing.length > 0 && {
      clusters: {
        us: {},
        ...Object.fromEntries(
          differing.map((key) => [key, { identity: identity[key] }]),
        ),
      },
    }),
    permissions: {
      ...(managedPolicies.length > 0 && { managedPolicies }),
      ...(statements.length > 0 && { statements }),
    },
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
