import { App } from "cdktf";
import { join } from "node:path";
import type { Environment } from "../environment";
import { ClusterStack } from "./cluster-stack";

export interface SynthesizeProps {
  /** Where `manifest.json` and `stacks/<stack>/` are written; made where it isn't there. */
  readonly outdir: string;
  /**
   * The variable SYNTH_HCL_OUTPUT, where it is set, wins: so cdktf has it.
   *
   * @default json
   */
  readonly format?: "hcl" | "json";
}

/**
 * Synthesizes an environment as `main.ts` does.
 *
 * @returns stack -> its folder
 * @throws Error where cdktf finds a stack invalid
 */
export function synthesize(
  environment: Environment,
  { outdir, format = "json" }: SynthesizeProps,
): ReadonlyMap<string, string> {
  const app = new App({
    outdir,
    stackTraces: false,
    hclOutput: format === "hcl",
  });
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
