import type { Review, ReviewedPlan } from "../../review";
import { isRead, planStatuses } from "../plan-status";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { table } from "./table";
import { code, sentence } from "./text";

const kinds = [
  "create",
  "update",
  "replace",
  "delete",
  "import",
  "move",
] as const;

/** Each plan with what it touches, whether that is about identity or not. */
export function plans(review: Review, { most }: Detail): readonly string[] {
  const { shown, left } = someOf(review.plans, most, "plans");
  const rows = shown.map((plan) => [
    code(plan.stack),
    statusCell(plan, most),
    ...kinds.map((kind) => (isRead(plan) ? String(plan.counts[kind]) : "?")),
    others(plan, most),
  ]);
  return [
    table(["stack", "plan", ...kinds, "of these, not about identity"], rows),
    ...left,
  ];
}

function statusCell({ status, messages }: ReviewedPlan, most: number): string {
  if (status === "reviewed") return planStatuses[status];
  return [
    `**${planStatuses[status]}**`,
    ...messages.slice(0, most).map(sentence),
  ].join("<br>");
}

function others(plan: ReviewedPlan, most: number): string {
  const types = Object.entries(plan.others);
  const { shown } = someOf(types, Math.min(most, 5), "types");
  const listed = shown.map(([type, count]) => `${code(type)} ${count}`);
  const rest = types.length - shown.length;
  return [...listed, ...(rest === 0 ? [] : [`${rest} more types`])].join(", ");
}
