import { join } from "node:path";
import type { StackFolder } from "../../modules/deployment";
import type { Environment } from "../../modules/environment";

/** The stacks of an environment, where cdktf synthesizes them. */
export function stacksOf(
  project: string,
  { clusters }: Environment,
): readonly StackFolder[] {
  return clusters.map(({ stack }) => ({
    stack,
    folder: join(project, "cdktf.out/stacks", stack),
  }));
}
