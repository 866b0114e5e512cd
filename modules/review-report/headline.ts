import type { AccessChange, AccessChangeKind, Review } from "../review";
import { countFlags, type RankedFlag } from "./ranked";

const verbs: Readonly<
  Record<AccessChangeKind, readonly [one: string, many: string]>
> = {
  gains: ["gains access", "gain access"],
  loses: ["loses access", "lose access"],
  changes: ["changes", "change"],
  replaced: [
    "is replaced with the same access",
    "are replaced with the same access",
  ],
};

/** A review and its ranked flags in one or two sentences of plain text that hold nothing of a plan. */
export function headline(
  review: Review,
  ranked: readonly RankedFlag[],
): string {
  return `${risks(review, ranked)} ${changes(review)}`;
}

function risks(review: Review, ranked: readonly RankedFlag[]): string {
  const { high, medium, low, accepted } = countFlags(ranked);
  const found = Object.entries({ high, medium, low }).flatMap(
    ([name, count]) => (count === 0 ? [] : [`${count} ${name}`]),
  );
  const total = high + medium + low;
  const open =
    found.length === 0
      ? `No risk found${review.notReviewable.length > 0 ? " among what could be reviewed" : ""}`
      : `${found.join(", ")} ${total === 1 ? "risk" : "risks"}`;
  return `${open}${accepted === 0 ? "" : `, ${accepted} accepted`}.`;
}

function changes({ changes: all, notReviewable }: Review): string {
  const counted = Object.entries(verbs).flatMap(([kind, [one, many]]) => {
    const count = all.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  if (counted.length > 0)
    return `Service accounts and roles: ${counted.join(", ")}.${differences(all)}`;
  return notReviewable.length > 0
    ? "No change of access among what could be reviewed."
    : "No change of access.";
}

function differences(all: readonly AccessChange[]): string {
  const count = all.filter(({ differsOn }) => differsOn.length > 0).length;
  if (count === 0) return "";
  return ` ${count} ${count === 1 ? "change is" : "changes are"} not the same on every cluster.`;
}
