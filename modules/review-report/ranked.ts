import type { AccessChange, Flag, Review, Severity } from "../review";

/** A risk, with the row that it belongs to. */
export interface RankedFlag {
  readonly flag: Flag;
  /** Absent where it belongs to no one row. */
  readonly change?: AccessChange;
}

const severities: readonly Severity[] = ["high", "medium", "low"];

/** Every flag of a review: what nobody accepted before what somebody did, then by severity. */
export function rankedFlags(review: Review): readonly RankedFlag[] {
  const all: readonly RankedFlag[] = [
    ...review.flags.map((flag) => ({ flag })),
    ...review.changes.flatMap((change) =>
      change.flags.map((flag) => ({ flag, change })),
    ),
  ];
  return [...all].sort((left, right) => rank(left.flag) - rank(right.flag));
}

function rank({ severity, accepted }: Flag): number {
  return (
    severities.indexOf(severity) +
    (accepted === undefined ? 0 : severities.length)
  );
}

/** How many flags of each severity nobody accepted, and how many somebody did. */
export function countFlags(
  review: Review,
): Readonly<Record<Severity | "accepted", number>> {
  const flags = rankedFlags(review).map(({ flag }) => flag);
  const open = (severity: Severity): number =>
    flags.filter((flag) => flag.severity === severity && !flag.accepted).length;
  return {
    high: open("high"),
    medium: open("medium"),
    low: open("low"),
    accepted: flags.filter(({ accepted }) => accepted !== undefined).length,
  };
}
