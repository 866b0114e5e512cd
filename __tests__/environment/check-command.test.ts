import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(__dirname, "../..");

function node(args: readonly string[], environment: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, ENVIRONMENT: "", ...environment },
  });
  return { status, stdout, stderr };
}

const check = (environment: Record<string, string> = {}) =>
  node(["cli/start.mjs", "cli/check.ts"], environment);

describe("check", () => {
  test("is silent on stderr and ends with 0 where there is no fault", () => {
    const { status, stdout, stderr } = check();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^environments\/dev\.yaml: no fault;.*\nenvironments\/prod\.yaml: no fault;.*\nenvironments\/sandbox\.yaml: no fault;.*\n$/,
    );
  });

  test("obeys ENVIRONMENT", () => {
    const { status, stdout } = check({ ENVIRONMENT: "prod" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^environments\/prod\.yaml: no fault;[^\n]*\n$/);
  });

  test("ends with 1, the message and no stack trace on an environment that isn't there", () => {
    expect(check({ ENVIRONMENT: "nosuch" })).toEqual({
      status: 1,
      stdout: "",
      stderr:
        'environments:1:1: ENVIRONMENT names an environment that has no file, got "nosuch"; name some of dev, prod, sandbox, separated by commas\n1 fault\n',
    });
  });

  test("loads neither cdktf nor a provider nor constructs", () => {
    const { status, stdout } = node(
      [
        "--import",
        "tsx",
        "-e",
        `process.on("exit", () => {
          const packages = Object.keys(require.cache)
            .map((file) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1])
            .filter((name) => name !== undefined);
          console.log(JSON.stringify([...new Set(packages)]));
        });
        require("./cli/check.ts");`,
      ],
      {},
    );
    expect(status).toBe(0);
    const packages = JSON.parse(
      stdout.trim().split("\n").at(-1) ?? "",
    ) as string[];
    expect(packages).toEqual(
      expect.arrayContaining(["commander", "yaml", "zod"]),
    );
    expect(
      packages.filter((name) => /cdktf|constructs|provider/.test(name)),
    ).toEqual([]);
  });
});
