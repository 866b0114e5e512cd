import type { AcceptedRisk } from "../../accepted-risks";
import type { PlanAccess, Row } from "../../compare";
import type { Flag } from "../../review";
import type { AccessLevels } from "./access-levels";
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
      if (finding.rows.length === 0)
        others.push(accept(flag, addressNames(flag), acceptedRisks));
      for (const row of finding.rows)
        byRow.set(row, [
          ...(byRow.get(row) ?? []),
          accept(flag, workloadNames(row), acceptedRisks),
        ]);
    }
  return {
    rows: rows.map((row) => ({ ...row, flags: byRow.get(row) ?? [] })),
    flags: others,
  };
}

/** What a workload may be called by in an acceptance: its roles' names in Terraform and in AWS. */
function workloadNames(row: Row): ReadonlySet<string> {
  return new Set(
    row.roles.flatMap(({ before, after }) =>
      [before, after].flatMap((role) =>
        role === undefined
          ? []
          : [
              ...addressNames({ address: role.address }),
              ...(role.name === undefined ? [] : [role.name]),
            ],
      ),
    ),
  );
}

/** The name in an address, as in `aws_iam_role.echo`. Addresses in modules are named whole. */
function addressNames({
  address,
}: {
  readonly address?: string | undefined;
}): ReadonlySet<string> {
  if (address === undefined) return new Set();
  const name = /^[a-z0-9_]+\.([A-Za-z0-9_-]+)$/.exec(address)?.[1];
  return new Set(name === undefined ? [address] : [address, name]);
}

function accept(
  flag: Flag,
  names: ReadonlySet<string>,
  acceptedRisks: readonly AcceptedRisk[],
): Flag {
  const found = acceptedRisks.find(
    ({ id, workload }) => id === flag.id && names.has(workload),
  );
  if (found === undefined) return flag;
  const { reason, until } = found;
  return {
    ...flag,
    accepted: { reason, ...(until !== undefined && { until }) },
  };
}
