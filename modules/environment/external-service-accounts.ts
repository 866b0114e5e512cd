import type { Environment } from "./model";

/** A service account that someone else makes and that needs a role annotation. */
export interface ExternalServiceAccount {
  readonly stack: string;
  readonly namespace: string;
  /** The name, or the pattern of names. */
  readonly name: string;
  readonly roleArn: string;
  readonly audience: string;
  readonly tokenExpirationSeconds?: number;
  readonly regionalSts?: boolean;
}

/**
 * The service accounts of owner `external` that use IRSA: without the annotation their pods get no role.
 * Pod Identity needs none.
 */
export function externalServiceAccounts(
  environment: Environment,
): readonly ExternalServiceAccount[] {
  return environment.clusters.flatMap(({ stack, workloads }) =>
    workloads.flatMap((workload) =>
      workload.identity === "irsa"
        ? workload.serviceAccounts
            .filter(({ owner }) => owner === "external")
            .map((one) => ({
              stack,
              namespace: one.namespace,
              name: "name" in one ? one.name : one.namePattern,
              roleArn: workload.role.arn,
              audience: workload.audience,
              ...(workload.tokenExpirationSeconds !== undefined && {
                tokenExpirationSeconds: workload.tokenExpirationSeconds,
              }),
              ...(workload.regionalSts !== undefined && {
                regionalSts: workload.regionalSts,
              }),
            }))
        : [],
    ),
  );
}
