import {
  severities,
  type AccessChange,
  type Flag,
  type Review,
  type Severity,
} from "../review";

/** A risk, once, with the rows that it belongs to. */
export interface RankedFlag {
  readonly flag: Flag;
  /** None where it belongs to no row. */
  readonly changes: readonly AccessChange[];
}

/** Every flag of a review: what nobody accepted before what somebody did, then by severity. */
export function rankedFlags(review: Review): readonly RankedFlag[] {
  const found = new Map<string, { flag: Flag; changes: AccessChange[] }>();
  const add = (flag: Flag, changes: AccessChange[]): void => {
    const key = JSON.stringify(flag);
    const known = found.get(key);
    if (known === undefined) found.set(key, { flag, changes });
    else known.changes.push(...changes);
  };
  for (const flag of review.flags) add(flag, []);
  for (const change of review.changes)
    for (const flag of change.flags) add(flag, [change]);
  return [...found.values()].sort(
    (left, right) => rank(left.flag) - rank(right.flag),
  );
}

function rank({ severity, accepted }: Flag): number {
  return (
    severities.indexOf(severity) +
    (accepted === undefined ? 0 : severities.length)
  );
}

/** How many risks of each severity nobody accepted, and how many somebody did. */
export function countFlags(
  ranked: readonly RankedFlag[],
): Readonly<Record<Severity | "accepted", number>> {
  const flags = ranked.map(({ flag }) => flag);
  const open = (severity: Severity): number =>
    flags.filter((flag) => flag.severity === severity && !flag.accepted).length;
  return {
    high: open("high"),
    medium: open("medium"),
    low: open("low"),
    accepted: flags.filter(({ accepted }) => accepted !== undefined).length,
  };
}
