import type * as Cdktf from "cdktf";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as EnvironmentModule from "../modules/environment";
import type * as StackModule from "../modules/stack";
import { median } from "./measure";

/**
 * Where the time of `node --import tsx main.ts` goes with the project's own environments: runs itself
 * several times in a process of its own, which does what `main.ts` does and notes the time after each
 * step.
 */
const phases = [
  "node and tsx",
  "loading cdktf and providers",
  "loading our modules, yaml and zod",
  "reading and checking environments",
  "building stacks",
  "synthesizing",
] as const;

/** What a hand-written app would not spend. Building and synthesizing it would do too. */
const own: readonly (typeof phases)[number][] = [
  "loading our modules, yaml and zod",
  "reading and checking environments",
];

/** The files that the stacks load of the libraries that any CDKTF app loads. */
const libraries = [
  "cdktf",
  ...[
    "data-aws-eks-cluster",
    "data-aws-iam-openid-connect-provider",
    "eks-addon",
    "eks-pod-identity-association",
    "iam-openid-connect-provider",
    "iam-role",
    "iam-role-policies-exclusive",
    "iam-role-policy",
    "iam-role-policy-attachment",
    "iam-role-policy-attachments-exclusive",
    "provider",
  ].map((file) => `@cdktf/provider-aws/lib/${file}`),
  ...["provider", "service-account-v1"].map(
    (file) => `@cdktf/provider-kubernetes/lib/${file}`,
  ),
];

const rounds = 9;

/** Prints the milliseconds since the start of the process after each phase. */
async function runPhases(): Promise<void> {
  const times = [performance.now()];
  const load = createRequire(__filename);
  const done = (): void => void times.push(performance.now());

  for (const library of libraries) load(library);
  done();
  const { loadEnvironments } = load(
    "../modules/environment",
  ) as typeof EnvironmentModule;
  const { ClusterStack } = load("../modules/stack") as typeof StackModule;
  done();
  const { environments } = await loadEnvironments({
    directory: join(__dirname, "..", "environments"),
  });
  done();
  const { App } = load("cdktf") as typeof Cdktf;
  const app = new App({ stackTraces: false });
  for (const environment of environments)
    for (const cluster of environment.clusters)
      new ClusterStack(app, { environment, cluster });
  done();
  app.synth();
  done();
  process.stdout.write(JSON.stringify(times));
}

function report(): void {
  const outdir = mkdtempSync(join(tmpdir(), "startup-"));
  const runs = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", __filename, "--phases"],
      { encoding: "utf8", env: { ...process.env, CDKTF_OUTDIR: outdir } },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as number[];
  });
  rmSync(outdir, { recursive: true });

  const took = phases.map((phase, index) => ({
    phase,
    milliseconds: median(
      runs.map((times) => (times[index] ?? NaN) - (times[index - 1] ?? 0)),
    ),
  }));
  const ours = took
    .filter(({ phase }) => own.includes(phase))
    .reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const whole = median(runs.map((times) => times.at(-1) ?? NaN));
  process.stdout.write(
    [
      "| phase | ms, median |",
      "| --- | --- |",
      ...took.map(
        ({ phase, milliseconds }) =>
          `| ${phase} | ${milliseconds.toFixed(0)} |`,
      ),
      `| whole process | ${whole.toFixed(0)} |`,
      `| of it, what a hand-written app would not spend | ${ours.toFixed(0)} |`,
      "",
    ].join("\n"),
  );
}

if (process.argv.includes("--phases")) void runPhases();
else report();
