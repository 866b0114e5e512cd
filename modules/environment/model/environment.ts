import type { AcceptedRisk } from "./accepted-risk";
import type { Backend } from "./backend";
import type { Cluster } from "./cluster";

/**
 * An environment after its file was read: includes merged, placeholders replaced, defaults applied,
 * everything in the order of its names. All text is as written in the file; it is escaped where a
 * construct is made.
 */
export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly backend: Backend;
  readonly quotas: Quotas;
  readonly clusters: readonly Cluster[];
  readonly acceptedRisks: readonly AcceptedRisk[];
}

export interface Quotas {
  /** Characters of a trust policy, white space not counted. */
  readonly trustPolicyLength: number;
  readonly managedPoliciesPerRole: number;
}
