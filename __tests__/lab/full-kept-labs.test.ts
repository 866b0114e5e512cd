import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { endKeptLabs, keepLab, type KeptLab } from "../../lab/kept-labs";
import { temporaryFolder } from "../support/temporary-folder";

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function startProcess(): number {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], {
    stdio: "ignore",
  });
  started.push(child);
  if (child.pid === undefined) throw new Error("no process");
  return child.pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return !isAlive(pid);
}

describe("kept labs", () => {
  it("end by the ids of their processes, and their folders go with them", async () => {
    const environment = { ...process.env, XDG_CACHE_HOME: temporaryFolder() };
    const folder = temporaryFolder({ "etcd.log": "" });
    const pid = startProcess();
    const file = keepLab(
      { kind: "full", folders: [folder] },
      [pid],
      environment,
    );

    expect(await endKeptLabs(environment)).toBe(1);

    expect(await gone(pid)).toBe(true);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(file)).toBe(false);
    expect(await endKeptLabs(environment)).toBe(0);
  });

  it("leave a process alone that has the id of one that is gone", async () => {
    const environment = { ...process.env, XDG_CACHE_HOME: temporaryFolder() };
    const pid = startProcess();
    const file = keepLab({ kind: "demo", folders: [] }, [pid], environment);
    const lab = JSON.parse(readFileSync(file, "utf8")) as KeptLab;
    const earlier = lab.processes.map((one) => ({
      ...one,
      started: "Thu Jan  1 00:00:00 1970",
    }));
    writeFileSync(file, JSON.stringify({ ...lab, processes: earlier }));

    await endKeptLabs(environment);

    expect(isAlive(pid)).toBe(true);
  });
});
