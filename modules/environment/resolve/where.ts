import type { Expand } from "./expand";

/** What a workload takes from the cluster that it runs on. */
export interface Where {
  readonly key: string;
  readonly stack: string;
  readonly account: string;
  readonly partition: string;
  readonly expand: Expand;
}
