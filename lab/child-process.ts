import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

export interface StartedProcess {
  readonly pid: number;
  /** Ends it, by force where it doesn't go, and waits until it is gone. */
  readonly stop: () => Promise<void>;
  /** The end of what it printed, for messages. */
  readonly log: () => string;
  readonly hasEnded: () => boolean;
}

export interface StartProps {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
  readonly logFile: string;
}

/** Milliseconds until a process that was asked to end is made to. */
const patience = 3_000;

/** Starts a program of the lab; what it prints goes to a file. */
export function startProcess(props: StartProps): StartedProcess {
  const log = openSync(props.logFile, "a");
  const child = spawn(props.command, props.args, {
    cwd: props.directory,
    env: props.environment,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    child.once("error", () => {
      resolve();
    });
  });
  return {
    pid: child.pid ?? -1,
    stop: () => stop(child, ended),
    log: () =>
      `${failure ?? ""}${readFileSync(props.logFile, "utf8").slice(-4_000)}`,
    hasEnded: () =>
      failure !== undefined ||
      child.exitCode !== null ||
      child.signalCode !== null,
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await Promise.race([ended, delay(patience)]);
  }
  await ended;
}

/**
 * Asks until the answer is yes.
 *
 * @throws Error with the process's log where it ended, or the time is over; then it is stopped.
 */
export async function waitUntil(
  what: string,
  ready: () => Promise<boolean>,
  process: StartedProcess,
  milliseconds = 30_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await ready().catch(() => false)) return;
    if (process.hasEnded() || Date.now() > end) {
      await process.stop();
      throw new Error(`${what} did not start:\n${process.log()}`);
    }
    await delay(50);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
