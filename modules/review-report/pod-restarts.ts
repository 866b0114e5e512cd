import type { Restart, Review } from "../review";

/** The restarts of one cluster's stack. */
export interface StackRestarts {
  readonly stack: string;
  readonly restarts: readonly Restart[];
}

/** Restarts by stack, in the order of the plans. */
export function restartsByStack({
  plans,
  restarts,
}: Review): readonly StackRestarts[] {
  const stacks = new Set([
    ...plans.map(({ stack }) => stack),
    ...restarts.map(({ stack }) => stack),
  ]);
  return [...stacks].flatMap((stack) => {
    const own = restarts.filter((restart) => restart.stack === stack);
    return own.length === 0 ? [] : [{ stack, restarts: own }];
  });
}
