import type { AcceptedRisk } from "../../accepted-risks";
import type { PlanAccess, Row } from "../../compare";
import type { Flag } from "../../review";
import type { Finding, FlagRule } from "./rule";

/**
 * The acceptance of a finding: one for every role that it is about, or else for its own resource. Undefined where
 * one is missing. What a role is called in AWS doesn't count: another role can take that name. Nor does one of a role's
 * permissions count for a service account that newly gets a role which there was: it was accepted for those who had it.
 */
export function acceptanceOf(
  { id }: FlagRule,
  { roles = [], address, rows }: Finding,
  plan: PlanAccess,
  acceptedRisks: readonly AcceptedRisk[],
): Flag["accepted"] {
  // A finding with an address is about that resource itself, as a trust policy's is, and not about what a row has.
  if (address === undefined && rows.some((row) => isNewTo(row, plan)))
    return undefined;
  const addresses =
    roles.length > 0 ? roles.map((role) => role.address) : [address];
  const found = [...new Set(addresses)].map((one) => {
    const names = namesAt(plan, one);
    return acceptedRisks.find(
      (risk) => risk.id === id && names.includes(risk.workload),
    );
  });
  const risks = found.filter((risk) => risk !== undefined);
  if (risks.length < found.length) return undefined;
  const reasons = [...new Set(risks.map(({ reason }) => reason))];
  const [until] = risks.flatMap((risk) => risk.until ?? []).sort();
  return {
    reason: reasons.join("; "),
    ...(until !== undefined && { until }),
  };
}

function isNewTo({ subject, roles }: Row, plan: PlanAccess): boolean {
  return (
    subject !== undefined &&
    roles.some(
      ({ key, before, after }) =>
        after !== undefined &&
        before === undefined &&
        plan.before.roles.has(key),
    )
  );
}

/**
 * What an acceptance may call a resource: its address, or the name in it, as in `aws_iam_role.echo`. One in a module
 * or of several is named whole. What a plan moves or imports to an address isn't what was accepted there.
 */
function namesAt(
  { resources }: PlanAccess,
  address: string | undefined,
): readonly string[] {
  const resource = resources.get(address ?? "");
  if (
    address === undefined ||
    resource?.movedFrom !== undefined ||
    resource?.imported === true
  )
    return [];
  const name = /^[a-z0-9_]+\.([A-Za-z0-9_-]+)$/.exec(address)?.[1];
  return name === undefined ? [address] : [address, name];
}
