import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../cache-directory";
import { MissingComponent } from "../missing-component";
import {
  apiserverPackage,
  kubernetesVersion,
  replacedModules,
  versionFlags,
} from "./apiserver-module";

export interface BuildProps {
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds between two lines of progress. */
const progressInterval = 20_000;
/** Longest time for one step of the build, in milliseconds. */
const timeout = 30 * 60_000;

/**
 * The kube-apiserver that `LAB_KUBE_APISERVER` names, else the one in the cache, which is built from its
 * public Go module where it isn't there yet. The cache gets it in one move, so an interrupted build leaves
 * nothing that looks like a program.
 *
 * @throws MissingComponent where there is no Go, or the build fails.
 */
export async function haveApiserver(props: BuildProps): Promise<string> {
  const named = props.environment.LAB_KUBE_APISERVER;
  if (named !== undefined && named !== "") return named;
  const program = cachedProgram(props.environment);
  if (existsSync(program)) return program;
  mkdirSync(dirname(program), { recursive: true });
  const folder = mkdtempSync(`${program}-`);
  try {
    await build(props, folder);
    renameSync(join(folder, "kube-apiserver"), program);
    return program;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the cache has it already. */
export function hasApiserver(environment: NodeJS.ProcessEnv): boolean {
  return existsSync(cachedProgram(environment));
}

function cachedProgram(environment: NodeJS.ProcessEnv): string {
  return join(
    cacheDirectory(environment),
    `kube-apiserver-${kubernetesVersion}`,
  );
}

async function build(props: BuildProps, folder: string): Promise<void> {
  props.say(
    `building kube-apiserver ${kubernetesVersion} from its Go module (once; about four minutes on two cores) ...`,
  );
  const start = Date.now();
  let lines = 0;
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1000);
    props.say(
      `  ${seconds} s: ${lines} modules downloaded or packages compiled`,
    );
  }, progressInterval);
  const go = (...args: string[]): Promise<void> =>
    runGo(props, folder, args, () => lines++);
  try {
    await go("mod", "init", "lab.invalid/kube-apiserver");
    appendFileSync(join(folder, "go.mod"), replacedModules());
    await go("get", "-tool", `${apiserverPackage}@${kubernetesVersion}`);
    await go(
      "build",
      "-v",
      "-trimpath",
      "-ldflags",
      versionFlags(),
      "-o",
      "kube-apiserver",
      apiserverPackage,
    );
  } finally {
    clearInterval(progress);
  }
  props.say(`  built in ${Math.round((Date.now() - start) / 1000)} s`);
}

function runGo(
  props: BuildProps,
  folder: string,
  args: readonly string[],
  onLine: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, {
      cwd: folder,
      env: { ...props.environment, CGO_ENABLED: "0", GOWORK: "off" },
      stdio: ["ignore", "ignore", "pipe"],
      signal: props.signal,
      timeout,
    });
    let end = "";
    child.stderr.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      for (
        let at = text.indexOf("\n");
        at >= 0;
        at = text.indexOf("\n", at + 1)
      )
        onLine();
      end = (end + text).slice(-2_000);
    });
    child.on("error", (error) => {
      reject(
        props.signal.aborted
          ? error
          : new MissingComponent(
              `missing: Go (https://go.dev/dl), to build kube-apiserver (or name one by LAB_KUBE_APISERVER)\n${error.message}`,
            ),
      );
    });
    child.on("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new MissingComponent(
            `missing: kube-apiserver; go ${args[0] ?? ""} failed (a kube-apiserver can be named by LAB_KUBE_APISERVER)\n${end}`,
          ),
        );
    });
  });
}
