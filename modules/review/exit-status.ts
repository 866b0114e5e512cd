import type { Review } from "./review";
import { severities, type Severity } from "./severity";

export interface ExitStatusOptions {
  /** The least severity that fails. @default high */
  readonly failOn?: Severity | "never";
  /** Whether what can't be reviewed, an errored plan and a missing one pass. @default false */
  readonly allowUnknown?: boolean;
}

/**
 * The status that a command ends with: 1 where a plan is unreadable, 4 where something can't be reviewed, a plan
 * is errored or missing, 3 where a flag that isn't accepted is at or above the threshold, else 0. The first of
 * these that holds wins.
 */
export function exitStatus(
  review: Review,
  { failOn = "high", allowUnknown = false }: ExitStatusOptions = {},
): 0 | 1 | 3 | 4 {
  if (review.plans.some(({ status }) => status === "unreadable")) return 1;
  const unknown =
    review.plans.length === 0 ||
    review.notReviewable.length > 0 ||
    review.plans.some(({ status }) => status !== "reviewed") ||
    review.changes.some(({ knowledge }) => knowledge === "not reviewable");
  if (unknown && !allowUnknown) return 4;
  const flags = [
    ...review.flags,
    ...review.changes.flatMap((change) => change.flags),
  ];
  const fails =
    failOn !== "never" &&
    flags.some(
      ({ severity, accepted }) =>
        accepted === undefined &&
        severities.indexOf(severity) <= severities.indexOf(failOn),
    );
  return fails ? 3 : 0;
}
