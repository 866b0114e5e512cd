import { chmodSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  clusterFields,
  environmentFields,
  issuer,
} from "../support/environment-fields";
import { projectCopy } from "../support/project-copy";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

/** A Terraform to which everything is valid. */
const script = `#!/bin/sh
echo "Terraform v1.11.4"
`;

let project: string;
let terraform: string;

beforeAll(() => {
  const file = (cluster: "us" | "eu"): string =>
    stringify(
      environmentFields({
        clusters: { [cluster]: clusterFields({ issuer: issuer(cluster) }) },
      }),
    );
  project = projectCopy({ "prod.yaml": file("us"), "dev.yaml": file("eu") });
  terraform = join(temporaryFolder({ terraform: script }), "terraform");
  chmodSync(terraform, 0o755);
});

/** Runs validate, and gives the lines on stacks in place of the output. */
async function validate(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = await run(
    process.execPath,
    ["cli/start.mjs", "cli/validate.ts", ...args],
    {
      cwd: project,
      env: { TERRAFORM_BINARY_NAME: terraform, ...variables },
    },
  );
  const stacks = stdout
    .split("\n")
    .filter((line) => /^[a-z]+-[a-z]+:/.test(line));
  return { status, stacks, stdout, stderr };
}

test.each<
  [
    string,
    readonly string[],
    Readonly<Record<string, string>>,
    readonly string[],
  ]
>([
  ["all environments", [], {}, ["dev-eu: valid", "prod-us: valid"]],
  ["the named one", ["prod"], { ENVIRONMENT: "dev" }, ["prod-us: valid"]],
  ["what the variable selects", [], { ENVIRONMENT: "dev" }, ["dev-eu: valid"]],
])("validates %s", async (_, args, variables, stacks) => {
  expect(await validate(args, variables)).toMatchObject({
    status: 0,
    stacks,
    stderr: "",
  });
});

test.each([["nosuch"], [""]])(
  "a name that no environment has, %j, is a fault, and stands for no other",
  async (name) => {
    const { status, stdout, stderr } = await validate([name]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `environments: the argument names no environment, got "${name}"; name one of dev, prod\n1 fault\n`,
    );
  },
);
