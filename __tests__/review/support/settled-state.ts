import { stateAfter } from "./apply-in-words";

/** Applies until nothing is left that a plan of creations doesn't know; more of them would not help. */
const mostApplies = 5;

/**
 * The state when a configuration's plans of creations have been applied, one after the other.
 *
 * @param plan makes the plan on a state
 * @throws where the applies leave something that isn't known
 */
export async function settledState(
  plan: (state: string | undefined) => Promise<string>,
): Promise<string> {
  let state: string | undefined;
  for (let applies = 0; applies < mostApplies; applies++) {
    const next = stateAfter(await plan(state), state);
    if (next.complete) return next.state;
    ({ state } = next);
  }
  throw new Error(`${mostApplies} applies leave something to be known`);
}
