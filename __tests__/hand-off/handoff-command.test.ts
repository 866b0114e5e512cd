import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";

const project = join(__dirname, "../..");

function handOff(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["cli/start.mjs", "cli/handoff.ts", ...args],
    { cwd: project, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

it("writes a bundle and an archive, and prints digests and the source", () => {
  const folder = join(temporaryFolder(), "prod");
  const { status, stdout, stderr } = handOff(
    "prod",
    "--out",
    folder,
    "--archive",
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const digestOf = (file: string): string =>
    createHash("sha256").update(readFileSync(file)).digest("hex");
  expect(stdout).toContain(
    `digest    sha256:${digestOf(join(folder, "SHA256SUMS"))} (of SHA256SUMS)\n`,
  );
  expect(stdout).toContain(
    `prod.tar.gz, sha256:${digestOf(`${folder}.tar.gz`)}\n`,
  );
  expect(stdout).toMatch(/^source {4}([0-9a-f]{40}|unknown)/m);
  const check = spawnSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(check.status).toBe(0);

  // The same again is no change; another archive of that name isn't touched.
  expect(handOff("prod", "--out", `${folder}/`, "--archive").stdout).toContain(
    "nothing changed since the bundle that was here\n",
  );
  writeFileSync(`${folder}.tar.gz`, "precious");
  expect(handOff("prod", "--out", folder, "--archive")).toEqual({
    status: 1,
    stdout: "",
    stderr: `${folder}.tar.gz is there and differs from the new archive; take it away, or name another folder\n`,
  });

  writeFileSync(join(folder, "notes.md"), "mine");
  expect(handOff("prod", "--out", folder)).toEqual({
    status: 1,
    stdout: "",
    stderr: `${folder} can't be replaced by a bundle: not of a bundle: notes.md; name another folder, or take these away\n`,
  });
}, 60_000);

it("refuses local state, and writes nothing", () => {
  const folder = join(temporaryFolder(), "dev");
  const { status, stdout, stderr } = handOff("dev", "--out", folder);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^dev keeps its state in local files,[^\n]*; use --backend partial[^\n]*\n$/,
  );
  expect(existsSync(folder)).toBe(false);
}, 30_000);

it("says in a line what the file system refuses", () => {
  const file = join(temporaryFolder({ file: "" }), "file");
  const { status, stdout, stderr } = handOff("prod", "--out", `${file}/x`);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(`--out: ${file}/x can't be written: not a directory\n`);
  expect(handOff("prod", "--out", "").stderr).toBe(
    "--out is empty; name a folder\n",
  );
}, 60_000);

it("names an environment that isn't there, without a stack trace", () => {
  const { status, stdout, stderr } = handOff("nosuch");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^environments: the argument names [^\n]*"nosuch"[^\n]*\n1 fault\n$/,
  );
}, 30_000);
