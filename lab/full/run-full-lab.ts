import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatFault, loadEnvironments } from "../../modules/environment";
import { keepLab } from "../kept-labs";
import { findComponents, type Components } from "./components";
import type { InsideMessage, StartMessage } from "./messages";
import { enterCommand } from "./namespaces";

export interface RunFullLabProps {
  /** The folder of environment files. */
  readonly environments: string;
  readonly environmentName: string;
  /** Whether the lab stays up. */
  readonly keep: boolean;
  /** The process's environment, with the settings. */
  readonly variables: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Ends the lab at once. */
  readonly signal: AbortSignal;
}

const notProved =
  "not proved by any lab: that AWS itself accepts and does the same, and what only AWS and real nodes have (docs/lab.md)";

/**
 * Brings the full lab up in namespaces of its own, has it deploy and check, and takes it down with
 * everything in it.
 *
 * @returns whether every check was right.
 * @throws MissingComponent where a part is missing that it can't do without, and the signal's reason where
 *   it was interrupted; everything is stopped then, too.
 */
export async function runFullLab(props: RunFullLabProps): Promise<boolean> {
  const { say, signal } = props;
  const { environments, faults } = await loadEnvironments({
    directory: props.environments,
    only: [props.environmentName],
  });
  const [environment] = environments;
  if (environment === undefined) {
    for (const fault of faults) say(formatFault(fault));
    return false;
  }
  const { components, without } = await findComponents({
    ...props,
    environment: props.variables,
  });
  for (const line of [...parts(components), ...without]) say(line);
  signal.throwIfAborted();
  const directory = mkdtempSync(join(tmpdir(), "workload-identity-lab-"));
  let isKept = false;
  const logFile = join(directory, "lab.log");
  const child = startInside(components, directory, logFile);
  const end = (): void => {
    child.kill("SIGKILL");
  };
  signal.addEventListener("abort", end);
  try {
    const { keep, environments: folder } = props;
    const done = await talk(
      child,
      { components, environments: folder, environment, directory, keep },
      say,
    );
    signal.throwIfAborted();
    if (done === undefined) {
      say(`the lab ended early\n${tail(logFile)}`);
      return false;
    }
    if (keep && child.pid !== undefined) {
      writeDown(props, child.pid, directory, components, done.variables);
      isKept = true;
      child.disconnect();
      child.unref();
    }
    for (const line of [...without, notProved]) say(line);
    return done.right;
  } finally {
    signal.removeEventListener("abort", end);
    if (!isKept) {
      await stop(child);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

function startInside(
  components: Components,
  directory: string,
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, "a");
  const child = spawn(
    components.unshare,
    [
      ...components.unshareArguments,
      process.execPath,
      ...["--import", require.resolve("tsx"), join(__dirname, "inside.ts")],
    ],
    {
      cwd: directory,
      // A process group of its own: Ctrl-C is for this process, which then ends the lab.
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    },
  );
  closeSync(log);
  return child;
}

type Done = Extract<InsideMessage, { readonly kind: "done" }>;

/** Tells the process inside what to do and shows what it says, until it is done or gone. */
function talk(
  child: ChildProcess,
  message: StartMessage,
  say: (line: string) => void,
): Promise<Done | undefined> {
  return new Promise((resolve, reject) => {
    child.on("message", (answer: InsideMessage) => {
      if (answer.kind === "line") say(answer.line);
      else resolve(answer);
    });
    child.on("error", reject);
    child.on("exit", () => {
      resolve(undefined);
    });
    child.send(message);
  });
}

/** Ends the first process of the namespaces, and with it all others. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once("exit", () => {
      resolve();
    });
    child.kill("SIGKILL");
  });
}

function writeDown(
  { say, variables: settings }: RunFullLabProps,
  pid: number,
  directory: string,
  components: Components,
  variables: Readonly<Record<string, string>>,
): void {
  const file = keepLab({ kind: "full", folders: [directory] }, [pid], settings);
  say("\nthe lab stays up; to work in it:");
  say(`  ${enterCommand(pid, components.unshareArguments)} sh`);
  for (const [name, value] of Object.entries(variables))
    say(`  export ${name}=${value}`);
  say(`to end it: npm run lab -- down (it is written down in ${file})`);
}

function parts(components: Components): readonly string[] {
  const webhook =
    components.webhook === undefined ? "a stand-in" : "the real one";
  return [
    `real: ${components.terraform.version}, AWS provider ${components.awsProvider.version}${components.kubernetesProvider ? `, Kubernetes provider ${components.kubernetesProvider.version}` : ""}, two kube-apiservers, etcd, kubectl, AWS SDK for JavaScript${components.awsCli === undefined ? "" : ", AWS CLI"}`,
    "emulated: AWS (MiniStack; IAM decides about trust and permissions)",
    `stand-ins: token checks of STS, EKS Auth, agent, kubelet and containers; identity webhook: ${webhook}`,
  ];
}

function tail(file: string): string {
  return readFileSync(file, "utf8").slice(-4_000);
}
