import { App } from "cdktf";
import { join } from "node:path";
import type { Environment } from "../modules/environment";
import { ClusterStack } from "../modules/stack";

/**
 * Synthesizes an environment as `main.ts` does.
 *
 * @returns stack -> its folder
 */
export function synthesize(
  environment: Environment,
  outdir: string,
): ReadonlyMap<string, string> {
  const app = new App({ outdir, stackTraces: false });
  for (const cluster of environment.clusters)
    new ClusterStack(app, { environment, cluster });
  app.synth();
  return new Map(
    environment.clusters.map(({ stack }) => [
      stack,
      join(outdir, "stacks", stack),
    ]),
  );
}
