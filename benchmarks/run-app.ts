import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What one run of an app took. */
export interface Usage {
  /** Seconds from the start of the process to its end. */
  readonly wall: number;
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** The most that was resident, in MiB. */
  readonly memory: number;
}

/** Variables that would make one of the apps do something else. */
const unset = {
  CDKTF_CONTEXT_JSON: undefined,
  ENVIRONMENT: undefined,
  NODE_OPTIONS: undefined,
  SYNTH_HCL_OUTPUT: undefined,
};

/**
 * Runs a script, named relative to this folder, in a process of its own, as `cdktf.json` starts the app.
 *
 * @param preload a script to load before it
 * @throws Error with what it wrote, where it fails.
 */
export function runApp(
  script: string,
  args: readonly string[],
  outdir: string,
  preload?: string,
): Usage {
  const start = performance.now();
  const child = spawnSync(
    process.execPath,
    [
      "--import",
      "tsx",
      "--import",
      join(__dirname, "report-usage.ts"),
      ...(preload === undefined ? [] : ["--import", join(__dirname, preload)]),
      join(__dirname, script),
      ...args,
    ],
    {
      cwd: join(__dirname, ".."),
      encoding: "utf8",
      env: { ...process.env, ...unset, CDKTF_OUTDIR: outdir },
    },
  );
  const wall = (performance.now() - start) / 1000;
  if (child.status !== 0)
    throw new Error(`${script} ${args.join(" ")} failed:\n${child.stderr}`);
  const last = child.stdout.trimEnd().split("\n").at(-1) ?? "";
  return { wall, ...(JSON.parse(last) as Omit<Usage, "wall">) };
}
