import { spawnSync } from "node:child_process";

export interface SynthesizeProps {
  /** The project's folder. */
  readonly project: string;
  /** Names of environments without a fault; one at least, since none would stand for all. */
  readonly environments: readonly [string, ...string[]];
  /** The stacks go to `stacks` below it. */
  readonly outdir: string;
  /** @default as the variable SYNTH_HCL_OUTPUT says */
  readonly format?: "json";
  /** Where what the app prints goes; its faults go to standard error. */
  readonly print: NodeJS.WriteStream;
}

/**
 * Runs the app in a process of its own: commands don't load cdktf.
 *
 * @returns whether it had no fault
 */
export function synthesize(props: SynthesizeProps): boolean {
  const { project, environments, outdir, format, print } = props;
  const { status } = spawnSync(process.execPath, ["cli/start.mjs", "main.ts"], {
    cwd: project,
    env: {
      ...process.env,
      CDKTF_OUTDIR: outdir,
      ENVIRONMENT: environments.join(","),
      ...(format === "json" && { SYNTH_HCL_OUTPUT: "false" }),
    },
    stdio: ["ignore", print, process.stderr],
  });
  return status === 0;
}
