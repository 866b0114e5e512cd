import {
  digestOf,
  isReduced,
  type PlanReading,
  type ReducedPlan,
} from "../review";

/** A stack whose plan isn't the reviewed one. */
export interface Difference {
  readonly stack: string;
  /** Digest of the reviewed plan; absent where there is none that can be read. */
  readonly reviewed?: string;
  readonly planned: string;
}

/** The stacks for which what is planned isn't what was reviewed, by the digests of their reduced plans. */
export function differencesOf(
  planned: readonly ReducedPlan[],
  reviewed: readonly PlanReading[],
): readonly Difference[] {
  const digests = new Map(
    reviewed.flatMap((plan) =>
      isReduced(plan) ? [[plan.stack, digestOf(plan)] as const] : [],
    ),
  );
  return planned.flatMap((plan): readonly Difference[] => {
    const now = digestOf(plan);
    const then = digests.get(plan.stack);
    if (then === now) return [];
    return [
      {
        stack: plan.stack,
        ...(then !== undefined && { reviewed: then }),
        planned: now,
      },
    ];
  });
}
