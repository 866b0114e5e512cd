import type { Review } from "../review";

/** What the names in braces of changes stand for, for a table of stacks. */
export interface OwnNames {
  /** In the order of columns, as in `cluster`. */
  readonly kinds: readonly (keyof Review["plans"][number]["names"])[];
  /** The plans that have any. */
  readonly plans: Review["plans"];
}

const kinds: OwnNames["kinds"] = ["cluster", "issuer", "region", "account"];

export function ownNames({ plans }: Review): OwnNames {
  return {
    kinds: kinds.filter((kind) =>
      plans.some(({ names }) => names[kind] !== undefined),
    ),
    plans: plans.filter(({ names }) => Object.keys(names).length > 0),
  };
}
