import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { userInfo, tmpdir } from "node:os";
import { join } from "node:path";
import type { Component } from "./component";
import { run } from "./run";

/** Unprivileged user: PostgreSQL refuses to run as root. */
const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

const folder = findPrograms();

/** PostgreSQL's server, to be started for one test. */
export const postgres: Component = {
  name: "postgresql server",
  isThere: folder !== undefined,
  advice:
    "install PostgreSQL, so that initdb, pg_ctl and psql are on the PATH or below /usr/lib/postgresql",
};

function findPrograms(): string | undefined {
  const versions = "/usr/lib/postgresql";
  const candidates = [
    ...(process.env.PATH ?? "").split(":"),
    ...(existsSync(versions) ? readdirSync(versions) : [])
      .sort((left, right) => Number(right) - Number(left))
      .map((version) => join(versions, version, "bin")),
  ];
  return candidates.find((candidate) =>
    ["initdb", "pg_ctl", "psql"].every((program) =>
      existsSync(join(candidate, program)),
    ),
  );
}

const running: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const stop of running.splice(0)) await stop();
});

export interface Database {
  /** For PG_CONN_STR. */
  readonly connection: string;
  /** The text of a query's only value. */
  readonly query: (sql: string) => Promise<string>;
}

/** Starts a database on a socket of its own; no port is opened. It is stopped when the test file has run. */
export async function startPostgres(): Promise<Database> {
  if (folder === undefined) throw new Error("no PostgreSQL here");
  const home = mkdtempSync(join(tmpdir(), "pg-"));
  if (isRoot) chownSync(home, nobody.uid, nobody.gid);
  const user = isRoot ? "nobody" : userInfo().username;
  const program = async (name: string, args: readonly string[]) => {
    const { status, stdout, stderr } = await run(join(folder, name), args, {
      cwd: home,
      env: { HOME: home, LC_ALL: "C" },
      ...(isRoot && { user: nobody }),
    });
    if (status !== 0) throw new Error(`${name} failed: ${stdout}${stderr}`);
    return stdout;
  };
  const data = join(home, "data");
  running.push(async () => {
    await program("pg_ctl", ["-D", data, "-m", "immediate", "stop"]).catch(
      () => undefined,
    );
    rmSync(home, { recursive: true, force: true });
  });
  await program("initdb", ["-D", data, "-A", "trust", "-N"]);
  await program("pg_ctl", [
    "-D",
    data,
    "-l",
    join(home, "log"),
    "-o",
    `-c listen_addresses= -c fsync=off -k ${home}`,
    "-w",
    "start",
  ]);
  return {
    connection: `postgres:///postgres?host=${home}&user=${user}&sslmode=disable`,
    query: async (sql) =>
      (
        await program("psql", ["-h", home, "-d", "postgres", "-Atc", sql])
      ).trim(),
  };
}
