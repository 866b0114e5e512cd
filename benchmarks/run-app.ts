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

/** How an app is started. */
export interface AppStart {
  /** What Node is told, before the arguments. */
  readonly command: readonly string[];
  readonly directory: string;
  /** Variables of its own. */
  readonly environment?: Readonly<Record<string, string>>;
}

const here = __dirname;

/** Our app, in a copy of the project with environments of its own, as `cdktf.json` starts it. */
export function ourApp(project: string): AppStart {
  return { command: ["cli/start.mjs", "main.ts"], directory: project };
}

/**
 * The bare app, as a CDKTF app in TypeScript is started: compiled while it is loaded.
 *
 * @param preload a script to load before it
 */
export function bareApp(clusters: string, preload?: string): AppStart {
  return {
    command: [
      "--import",
      "tsx",
      ...(preload === undefined ? [] : ["--import", join(here, preload)]),
      join(here, "bare-app.ts"),
      clusters,
    ],
    directory: join(here, ".."),
  };
}

/**
 * Runs an app in a process of its own.
 *
 * @throws Error with what it wrote, where it fails.
 */
export function runApp(app: AppStart, outdir: string): Usage {
  const start = performance.now();
  const child = spawnSync(
    process.execPath,
    ["--require", join(here, "report-usage.cjs"), ...app.command],
    {
      cwd: app.directory,
      encoding: "utf8",
      env: {
        ...process.env,
        ...unset,
        ...app.environment,
        CDKTF_OUTDIR: outdir,
      },
    },
  );
  const wall = (performance.now() - start) / 1000;
  if (child.status !== 0)
    throw new Error(`${app.command.join(" ")} failed:\n${child.stderr}`);
  const last = child.stdout.trimEnd().split("\n").at(-1) ?? "";
  return { wall, ...(JSON.parse(last) as Omit<Usage, "wall">) };
}
