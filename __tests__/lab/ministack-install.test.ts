import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installMinistack } from "../../lab/ministack/install";
import { startMinistack } from "../../lab/ministack/start";
import { MissingComponent } from "../../lab/missing-component";
import { freePort } from "../../lab/free-port";
import { temporaryFolder } from "../support/temporary-folder";

/** A `python3` that makes environments of itself, writes down how it is called, and installs as told. */
const fakePython = `#!/bin/sh
echo "$*" >> "$LOG"
case "$2" in
venv) [ -z "$NO_VENV" ] || { echo "no venv here" >&2; exit 1; }; mkdir "$3/bin" && cp "$0" "$3/bin/python" ;;
pip) [ -z "$NO_PIP" ] || { echo "no network here" >&2; exit 1; } ;;
esac
`;

function prepare(more: Readonly<Record<string, string>> = {}): {
  readonly install: () => string;
  readonly cached: () => readonly string[];
  readonly calls: () => number;
  readonly said: readonly string[];
} {
  const folder = temporaryFolder({ "bin/python3": fakePython, log: "" });
  chmodSync(join(folder, "bin/python3"), 0o755);
  const said: string[] = [];
  const environment = {
    PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
    XDG_CACHE_HOME: join(folder, "cache"),
    LOG: join(folder, "log"),
    ...more,
  };
  return {
    install: () => installMinistack(environment, (line) => said.push(line)),
    cached: () => readdirSync(join(folder, "cache/eks-workload-identity")),
    calls: () =>
      readFileSync(join(folder, "log"), "utf8").split("\n").length - 1,
    said,
  };
}

test("the version is pinned exactly", () => {
  expect(
    readFileSync(
      join(__dirname, "../../lab/ministack/requirements.txt"),
      "utf8",
    ),
  ).toMatch(/^ministack==\d+\.\d+\.\d+$/m);
});

test("it is installed once, and says so", () => {
  const { install, cached, calls, said } = prepare();
  const python = install();
  expect(python).toMatch(/ministack-[0-9a-f]{12}\/bin\/python$/);
  expect(install()).toBe(python);
  expect(calls()).toBe(2);
  expect(said).toHaveLength(1);
  expect(cached()).toHaveLength(1);
});

test("a Python that is named is taken as it is", () => {
  const { install, calls } = prepare({ LAB_MINISTACK_PYTHON: "/opt/python" });
  expect(install()).toBe("/opt/python");
  expect(calls()).toBe(0);
});

test.each([
  [
    "NO_VENV",
    /^missing: Python 3\.10 or later with its venv module[^]*no venv/,
  ],
  ["NO_PIP", /^missing: MiniStack from the Python package index[^]*no network/],
])("with %s, it says what is missing and leaves nothing", (name, message) => {
  const { install, cached } = prepare({ [name]: "1" });
  expect(install).toThrow(MissingComponent);
  expect(install).toThrow(message);
  expect(cached()).toEqual([]);
});

test("where there is no Python at all, it says so", () => {
  expect(prepare({ PATH: "/nowhere" }).install).toThrow(
    /^missing: Python 3\.10 or later/,
  );
});

test("an emulator that doesn't start is told with its log", async () => {
  const { install } = prepare();
  await expect(
    startMinistack({
      python: install(),
      port: await freePort(),
      directory: temporaryFolder(),
    }),
  ).rejects.toThrow(/^MiniStack did not start:/);
});
