import { spawn } from "node:child_process";
import { Readable, type Writable } from "node:stream";

/** What a program and the programs that it started took. */
export interface Usage {
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Seconds from start to end. */
  readonly wall: number;
}

export interface MeasuredProps {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends it and everything that it started. */
  readonly signal: AbortSignal;
}

/** Longest time for one run, in milliseconds. */
const timeout = 20 * 60_000;

/** Runs a program and then prints, where nothing else goes, what its process and its children's took. */
const script = '"$@"; status=$?; times >&3; exit $status';

/**
 * Runs a program to its end. Terraform waits for the providers that it starts, so that their time is in
 * the shell's count.
 *
 * @throws Error with what it wrote, where it fails or takes too long.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#times
 */
export async function runMeasured(props: MeasuredProps): Promise<Usage> {
  const { command, args, signal } = props;
  signal.throwIfAborted();
  const start = performance.now();
  const child = spawn("/bin/sh", ["-c", script, "sh", command, ...args], {
    cwd: props.folder,
    // A group of its own, which can be ended as a whole.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...props.environment, LC_ALL: "C" },
  });
  const [, stdout, stderr, times] = child.stdio.map(textOf);
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null)
      process.kill(-child.pid, "SIGKILL");
  };
  const timer = setTimeout(stop, timeout);
  signal.addEventListener("abort", stop);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    const wall = (performance.now() - start) / 1000;
    signal.throwIfAborted();
    if (status !== 0)
      throw new Error(
        `${command} ${args.join(" ")} ${status === null ? "was ended" : `answered ${status}`}:\n${[await stdout, await stderr].join("")}`,
      );
    return { wall, cpu: childrenSeconds((await times) ?? "") };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

async function textOf(
  stream: Readable | Writable | null | undefined,
): Promise<string> {
  let text = "";
  if (!(stream instanceof Readable)) return text;
  for await (const chunk of stream as AsyncIterable<Buffer>)
    text += chunk.toString();
  return text;
}

/** The second line of `times` is the children's: user and system time, as in `1m2.5s 0m0.25s`. */
function childrenSeconds(times: string): number {
  const line = times.trim().split("\n")[1] ?? "";
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`can't read times: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
