import type * as z from "zod";
import { map } from "./field";
import { workloads } from "./workload";

/** An included file: workloads and nothing else. */
export const includedFile = map("Workloads that environments include.", {
  workloads,
});

export type IncludedFile = z.infer<typeof includedFile>;
