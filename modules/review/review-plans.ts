import type { AcceptedRisk } from "./accepted-risks";
import {
  foldRows,
  planAccess,
  planRows,
  restartsOf,
  type PlanAccess,
  type Row,
} from "./compare";
import { findFlags, flagRules, loadAccessLevels } from "./flags";
import { isReduced, type PlanReading } from "./plan";
import type {
  AccessChange,
  NotReviewable,
  Review,
  ReviewedPlan,
} from "./review";
import { severities } from "./severity";

export interface ReviewPlansProps {
  /** One for each stack; a stack without a plan is `{stack, status: "missing", message}`. */
  readonly plans: readonly PlanReading[];
  /** Acceptances that count, see `countingAcceptances`. @default none */
  readonly acceptedRisks?: readonly AcceptedRisk[];
}

/**
 * Reviews plans together: who gains, loses or changes which access, by which path, on which of the stacks, and what
 * is risky in it. What can't be reviewed is said first, and never left out.
 *
 * @throws Error where two plans are of one stack.
 */
export async function reviewPlans({
  plans,
  acceptedRisks = [],
}: ReviewPlansProps): Promise<Review> {
  const sorted = [...plans].sort((left, right) =>
    left.stack < right.stack ? -1 : 1,
  );
  assertOnePerStack(sorted);
  // An errored plan isn't whole: nothing of it is shown as if it were.
  const whole = sorted
    .filter(isReduced)
    .filter(({ errored }) => !errored)
    .map((plan) => planAccess(plan));
  const compared = whole.map((plan) => ({ plan, rows: planRows(plan) }));
  const levels = await loadAccessLevels(
    new Set(
      compared.flatMap(({ rows }) =>
        rows.flatMap(({ added }) => added.map(({ action }) => action)),
      ),
    ),
  );
  const flagged = compared.map(({ plan, rows }) => ({
    plan,
    ...findFlags(flagRules, plan, rows, levels, acceptedRisks),
  }));
  const { changes, names } = foldRows(flagged);
  return {
    plans: sorted.map((plan) => ({
      ...reviewedPlan(plan),
      names: names.get(plan.stack) ?? {},
    })),
    changes: [...changes].sort(compareChanges),
    flags: flagged.flatMap(({ flags }) => flags),
    notReviewable: [
      ...sorted.flatMap(problemsOfPlan),
      ...flagged.flatMap(({ plan, rows }) => problemsOfRows(plan, rows)),
    ],
    restarts: whole.flatMap(restartsOf),
  };
}

function assertOnePerStack(plans: readonly { readonly stack: string }[]): void {
  const seen = new Set<string>();
  for (const { stack } of plans) {
    if (seen.has(stack))
      throw new Error(`two plans of one stack: ${JSON.stringify(stack)}`);
    seen.add(stack);
  }
}

const noCounts: ReviewedPlan["counts"] = {
  create: 0,
  update: 0,
  delete: 0,
  replace: 0,
  import: 0,
  move: 0,
};

function reviewedPlan(plan: PlanReading): Omit<ReviewedPlan, "names"> {
  if (!isReduced(plan))
    return {
      stack: plan.stack,
      status: plan.status,
      messages: [plan.message],
      counts: noCounts,
      others: {},
    };
  const { stack, errored, messages, counts, others } = plan;
  return {
    stack,
    status: errored ? "errored" : "reviewed",
    messages,
    counts,
    others,
  };
}

function problemsOfPlan(plan: PlanReading): readonly NotReviewable[] {
  const { stack } = plan;
  if (!isReduced(plan)) return [{ stack, message: plan.message }];
  if (plan.errored)
    return [
      {
        stack,
        message:
          "Terraform stopped with an error before the plan was whole: it isn't reviewed",
      },
    ];
  return plan.problems.map((problem) => ({ stack, ...problem }));
}

function problemsOfRows(
  { stack }: PlanAccess,
  rows: readonly Row[],
): readonly NotReviewable[] {
  const found = new Map<string, NotReviewable>();
  for (const { about, problems } of rows)
    for (const { address, message } of problems)
      found.set(`${address ?? about}\n${message}`, {
        stack,
        ...(address !== undefined && { address }),
        message,
      });
  return [...found.values()];
}

function compareChanges(left: AccessChange, right: AccessChange): number {
  return (
    rankOf(left) - rankOf(right) || (nameOf(left) < nameOf(right) ? -1 : 1)
  );
}

/** What can't be reviewed comes first, then by the most severe flag that isn't accepted. */
function rankOf({ knowledge, flags }: AccessChange): number {
  if (knowledge === "not reviewable") return -1;
  return Math.min(
    severities.length,
    ...flags
      .filter(({ accepted }) => accepted === undefined)
      .map(({ severity }) => severities.indexOf(severity)),
  );
}

function nameOf({ subject, before, after, stacks }: AccessChange): string {
  const name = subject
    ? `${subject.namespace}/${subject.serviceAccount}`
    : `role ${after?.role ?? before?.role ?? ""}`;
  return `${name} ${stacks.join(" ")}`;
}
