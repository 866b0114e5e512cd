import type fc from "fast-check";

/** A fixed seed: the same cases on every machine, and a failure that comes again. */
export function property(runs: number): fc.Parameters<unknown> {
  return { seed: 20260924, numRuns: runs };
}
