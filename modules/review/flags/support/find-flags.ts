import type { AcceptedRisk } from "../../accepted-risks";
import type { PlanAccess, Row } from "../../compare";
import type { Flag } from "../../review";
import type { AccessLevels } from "./access-levels";
import { acceptanceOf } from "./acceptance";
import { rowsByRole } from "./rows";
import type { FlagRule } from "./rule";

/** A plan's rows with their flags, and the flags that belong to no row. */
export interface FlaggedPlan {
  readonly rows: readonly Row[];
  readonly flags: readonly Flag[];
}

/** Puts every rule to one plan. */
export function findFlags(
  rules: readonly FlagRule[],
  plan: PlanAccess,
  rows: readonly Row[],
  levels: AccessLevels,
  acceptedRisks: readonly AcceptedRisk[],
): FlaggedPlan {
  const byRow = new Map<Row, Flag[]>();
  const others: Flag[] = [];
  const context = { plan, rows, rowsByRole: rowsByRole(rows), levels };
  for (const rule of rules)
    for (const finding of rule.find(context)) {
      const flag: Flag = {
        id: rule.id,
        severity: finding.severity ?? rule.severity,
        message: finding.message,
        reason: rule.reason,
        link: rule.link,
        stacks: [plan.stack],
        ...(finding.address !== undefined && { address: finding.address }),
      };
      const accepted = acceptanceOf(rule, finding, plan, acceptedRisks);
      const shown = { ...flag, ...(accepted && { accepted }) };
      if (finding.rows.length === 0) others.push(shown);
      for (const row of finding.rows)
        byRow.set(row, [...(byRow.get(row) ?? []), shown]);
    }
  return {
    rows: rows.map((row) => ({ ...row, flags: byRow.get(row) ?? [] })),
    flags: others,
  };
}
