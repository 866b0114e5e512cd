import { spawn, type SpawnOptions } from "node:child_process";

export interface ProcessResult {
  /** 1 where a signal ended it. */
  readonly status: number;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

/** A process that is under way. */
export interface StartedProcess {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it wrote so far. */
  readonly output: () => string;
  /** Rejected where it can't be started, or is aborted. */
  readonly result: Promise<ProcessResult>;
}

/** Longest time for one process unless said otherwise, in milliseconds. */
const timeout = 300_000;

/** Starts a process without standard input, and collects what it writes. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: Pick<
    SpawnOptions,
    "cwd" | "env" | "killSignal" | "signal" | "timeout"
  > = {},
): StartedProcess {
  const child = spawn(command, args, {
    timeout,
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return {
    kill: (signal) => {
      child.kill(signal);
    },
    output: () => output,
    result: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        resolve({ status: code ?? 1, signal, output });
      });
    }),
  };
}
