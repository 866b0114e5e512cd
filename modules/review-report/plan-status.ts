import type { PlanStatus, ReviewedPlan } from "../review";

/** What a reader is told of a plan by its status. */
export const planStatuses: Readonly<Record<PlanStatus, string>> = {
  reviewed: "reviewed",
  errored: "errored: it is not complete",
  missing: "no plan was made",
  unreadable: "could not be read",
};

/** Whether a plan's counts mean anything. */
export function isRead({ status }: ReviewedPlan): boolean {
  return status === "reviewed" || status === "errored";
}
