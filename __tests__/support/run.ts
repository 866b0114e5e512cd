import { spawn } from "node:child_process";

/** How a process ended. `status` is null where it was killed, after its time was up. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** All of the environment but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** @default 60 */
  readonly seconds?: number;
  /** User and group to run as. @default this process's */
  readonly user?: { readonly uid: number; readonly gid: number };
}

const living = new Set<() => void>();

afterAll(() => {
  for (const stop of living) stop();
});

/** Runs a program to its end, or kills it and what it started when its time is up. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { PATH: process.env.PATH, ...options.env },
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      ...options.user,
    });
    const stop = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    };
    living.add(stop);
    const timer = setTimeout(stop, (options.seconds ?? 60) * 1000);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdin.on("error", () => undefined).end(options.input ?? "");
    const settle = (): void => {
      clearTimeout(timer);
      living.delete(stop);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (status) => {
      settle();
      resolve({ status, stdout, stderr });
    });
  });
}
