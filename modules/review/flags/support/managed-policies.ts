import type { Severity } from "../../severity";
import { managedPolicyRisks } from "./managed-policy-risks";

/** What is said of one policy. */
export interface ManagedPolicyJudgement {
  readonly severity: Severity;
  readonly says: string;
}

const judgements: ReadonlyMap<string, ManagedPolicyJudgement> = new Map(
  managedPolicyRisks.flatMap(({ severity, says, policies }) =>
    policies.map((name) => [name, { severity, says }] as const),
  ),
);

/**
 * What an AWS-managed policy is judged to be; undefined for one that isn't, and for other owners' policies. A plan
 * doesn't hold their text: they are known by name.
 */
export function judgeManagedPolicy(
  arn: string,
): ManagedPolicyJudgement | undefined {
  const name = nameOf(arn);
  if (name === undefined) return undefined;
  const judgement = judgements.get(name);
  if (judgement !== undefined) return judgement;
  return /FullAccess|Administrator/.test(name)
    ? { severity: "medium", says: "may do everything in a service" }
    : undefined;
}

const leading: ReadonlySet<string> = new Set(
  managedPolicyRisks.flatMap(({ leadsToEverything, policies }) =>
    leadsToEverything ? policies : [],
  ),
);

/** Whether an AWS-managed policy leads to everything, as far as it is judged; other owners' policies don't. */
export function leadsToEverything(arn: string): boolean {
  return leading.has(nameOf(arn) ?? "");
}

function nameOf(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(arn)?.[1];
}
