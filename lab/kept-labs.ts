import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheDirectory } from "./cache-directory";

/** A lab that was left running. */
export interface KeptLab {
  readonly kind: "demo" | "full";
  /** The processes that end it. */
  readonly processes: readonly KeptProcess[];
  /** Folders that go with it. */
  readonly folders: readonly string[];
}

/** A process, told from a later one of the same id by the time at which it was started. */
export interface KeptProcess {
  readonly pid: number;
  readonly started: string;
}

/** Milliseconds until a process that was killed is gone. */
const patience = 10_000;

/** Writes down a lab that stays up when this command ends. */
export function keepLab(
  lab: Omit<KeptLab, "processes">,
  pids: readonly number[],
  environment: NodeJS.ProcessEnv,
): string {
  const processes = pids.map((pid) => {
    const started = startOf(pid);
    if (started === undefined)
      throw new Error(
        `can't tell when process ${pid} was started; is ps there (on Debian: apt-get install procps)?`,
      );
    return { pid, started };
  });
  const folder = stateFolder(environment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${lab.kind}-${pids[0] ?? 0}.json`);
  writeFileSync(file, JSON.stringify({ ...lab, processes }, undefined, 2));
  return file;
}

/**
 * Ends every lab that was kept, by its processes' ids; an id that meanwhile is another process's is left
 * alone.
 *
 * @returns how many there were.
 */
export async function endKeptLabs(
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const files = stateFiles(environment);
  for (const file of files) {
    const lab = JSON.parse(readFileSync(file, "utf8")) as KeptLab;
    for (const one of lab.processes) await end(one);
    for (const folder of lab.folders)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    rmSync(file);
  }
  return files.length;
}

async function end({ pid, started }: KeptProcess): Promise<void> {
  const isAlive = (): boolean => startOf(pid) === started;
  if (!isAlive()) return;
  process.kill(pid, "SIGKILL");
  const limit = Date.now() + patience;
  while (isAlive()) {
    if (Date.now() > limit) throw new Error(`process ${pid} does not end`);
    await delay(50);
  }
}

/** When a process was started, as `ps` says it; `undefined` where there is none, or one that only waits. */
function startOf(pid: number): string | undefined {
  const { status, stdout } = spawnSync(
    "ps",
    ["-o", "stat=,lstart=", "-p", String(pid)],
    { encoding: "utf8", env: { ...process.env, LC_ALL: "C", TZ: "UTC" } },
  );
  const match = /^\s*(\S)\S*\s+(.+?)\s*$/.exec(stdout);
  return status === 0 && match?.[1] !== "Z" ? match?.[2] : undefined;
}

function stateFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    return readdirSync(stateFolder(environment))
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(stateFolder(environment), name));
  } catch {
    return [];
  }
}

function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(environment), "kept-labs");
}
