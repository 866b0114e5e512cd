import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { stringify } from "yaml";
import { environmentFields } from "../support/environment-fields";
import { projectCopy } from "../support/project-copy";

const project = join(__dirname, "../..");

function node(
  args: readonly string[],
  environment: Record<string, string>,
  cwd = project,
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ENVIRONMENT: "", ...environment },
  });
  return { status, stdout, stderr };
}

const check = (
  environment: Record<string, string> = {},
  cwd = project,
  named: readonly string[] = [],
) => node(["cli/start.mjs", "cli/check.ts", ...named], environment, cwd);

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

  test.each<
    readonly [string, Record<string, string>, readonly string[], string]
  >([
    [
      "the variable",
      { ENVIRONMENT: "nosuch" },
      [],
      'the variable ENVIRONMENT names no environment, got "nosuch"; name some of dev, prod, sandbox, separated by commas',
    ],
    [
      "an argument, whatever the variable says",
      { ENVIRONMENT: "prod" },
      ["nosuch"],
      'the argument names no environment, got "nosuch"; name one of dev, prod, sandbox',
    ],
    [
      "a file",
      {},
      ["dev", "prod.yaml"],
      'the argument names no environment, got "prod.yaml"; write it as prod, without folder and ending',
    ],
    [
      "a file of the variable, with its folder",
      { ENVIRONMENT: "./environments/prod.yaml" },
      [],
      'the variable ENVIRONMENT names no environment, got "./environments/prod.yaml"; write it as prod, without folder and ending',
    ],
  ])(
    "ends with 1, the message and no stack trace on no environment's name by %s",
    (_, environment, named, message) => {
      expect(check(environment, project, named)).toEqual({
        status: 1,
        stdout: "",
        stderr: `environments: ${message}\n1 fault\n`,
      });
    },
  );

  test("warns of acceptances that count for nothing, and ends with 0", () => {
    const folder = projectCopy({
      "test.yaml": stringify(
        environmentFields({
          acceptedRisks: [
            {
              id: "wildcard-subject",
              workload: "ehco",
              reason: "mistyped",
              until: "2020-01-01",
            },
          ],
        }),
      ),
    });
    const { status, stderr } = check({}, folder);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'environments/test.yaml:13:9: warning: acceptedRisks[0].id: no risk of the review has this name, and the acceptance counts for none, got "wildcard-subject"; write it as trust-wildcard-subject\n' +
        'environments/test.yaml:16:12: warning: acceptedRisks[0].until: the last day of the acceptance is past, and it counts no more, got "2020-01-01"; take the acceptance out, or accept the risk anew with a later day\n',
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
