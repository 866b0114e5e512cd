import { defaultManagedPoliciesPerRole } from "../../permission-policy";
import { defaultTrustPolicyLength } from "../../trust-policy";
import type { Finding } from "../fault";
import type { Environment } from "../model";
import type { EnvironmentFile } from "../schema";
import { resolveBackend } from "./backend";
import { resolveCluster } from "./cluster";
import { inOrder } from "./in-order";

/**
 * Makes the environment of a file: merges what a cluster overrides, replaces placeholders, applies the
 * defaults, once and into new objects. It goes on where a rule will object (a workload without a path is
 * left out, an unknown cluster is passed over): every rule then sees what can be seen.
 *
 * @returns the environment, and a finding for every unknown placeholder and every brace that is none.
 */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
): {
  readonly environment: Environment;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const clusters = inOrder(file.clusters).map(([key, fields]) =>
    resolveCluster(name, file, key, fields, findings),
  );
  return {
    environment: {
      name,
      account: file.account,
      backend: resolveBackend(file.backend),
      quotas: {
        trustPolicyLength:
          file.quotas?.trustPolicyLength ?? defaultTrustPolicyLength,
        managedPoliciesPerRole:
          file.quotas?.managedPoliciesPerRole ?? defaultManagedPoliciesPerRole,
      },
      clusters,
      acceptedRisks: file.acceptedRisks ?? [],
    },
    findings,
  };
}
