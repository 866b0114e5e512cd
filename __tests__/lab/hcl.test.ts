import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCdktf } from "../../lab/cdktf";
import { runTerraform } from "../../lab/terraform";
import { projectFolder } from "../support/project-folder";
import { prepareLab, type DeployedLab } from "./deployed-lab";

let prepared: DeployedLab | string;

beforeAll(async () => {
  prepared = await prepareLab();
  if (typeof prepared === "string")
    console.warn(`NOT PROVED: HCL deploys as JSON does: ${prepared}`);
}, 120_000);
afterAll(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

/** Text that an escape too few or too many would change. */
const hard = (text: string): string => `${text}
  hard:
    serviceAccount: hard/hard
    identity: pod-identity
    role: { description: 'a "quoted" \\ $\${x} %{y} é' }
    tags: { note: "a é +-=._:/@" }
    permissions:
      managedPolicies: ["arn:{partition}:iam::aws:policy/ReadOnlyAccess"]
      statements:
        - actions: [dynamodb:Query]
          resources: ["arn:{partition}:dynamodb:*:*:table/\${aws:PrincipalTag/kubernetes-namespace}-*"]
          conditions:
            StringLike: { "s3:prefix": ["\${*}\${?}<&>", "é\\"\\\\"] }
`;

async function terraform(
  one: DeployedLab,
  stack: string,
  ...args: readonly string[]
): Promise<string> {
  const { status, output } = await runTerraform(one.terraform(stack), ...args);
  if (status !== 0)
    throw new Error(
      `terraform ${args.join(" ")} answered ${status}:\n${output}`,
    );
  return output;
}

/** What a plan would do, and the values that it would leave. */
async function plan(one: DeployedLab, stack: string): Promise<unknown> {
  await terraform(one, stack, "plan", "-input=false", "-out=saved");
  const shown = await terraform(one, stack, "show", "-json", "saved");
  const { planned_values, resource_changes, output_changes, errored } =
    JSON.parse(shown) as Record<string, unknown>;
  expect(errored).toBe(false);
  return { planned_values, resource_changes, output_changes };
}

test.each([
  ["lab-us", "json", "hcl"],
  ["lab-eu", "hcl", "json"],
] as const)(
  "%s plans the same from both formats; applied from %s, %s changes nothing",
  async (stack, first, second) => {
    if (typeof prepared === "string") return;
    const plans = [];
    for (const format of [second, first]) {
      await prepared.change(hard, format);
      plans.push(await plan(prepared, stack));
    }
    expect(plans[0]).toEqual(plans[1]);
    expect(JSON.stringify(plans)).toContain('a \\"quoted\\"');
    await terraform(prepared, stack, "apply", "-input=false", "saved");
    await prepared.change(hard, second);
    await terraform(
      prepared,
      stack,
      "plan",
      "-input=false",
      "-detailed-exitcode",
    );
    await terraform(prepared, stack, "destroy", "-auto-approve");
  },
  120_000,
);

test("cdktf's diff, deploy, output and destroy work on HCL", async () => {
  if (typeof prepared === "string") return;
  const { lab, terraform: settings } = prepared;
  const project = projectFolder({
    "lab.yaml": readFileSync(
      join(__dirname, "fixture/environments/lab.yaml"),
      "utf8",
    ),
  });
  const stack = "lab-us";
  const run = async (...args: readonly string[]): Promise<string> => {
    const { status, output } = await runCdktf({
      args: [...args, "--skip-provider-lock"],
      environmentName: "lab",
      variables: { ...lab.variables, SYNTH_HCL_OUTPUT: "true" },
      outdir: join(project, "cdktf.out"),
      configFile: settings(stack).configFile,
      project,
    });
    expect([args[0], status, output.slice(-2000)]).toEqual([
      args[0],
      0,
      expect.any(String),
    ]);
    return output;
  };
  expect(await run("diff", stack)).toContain("aws_iam_role.echo");
  await run("deploy", stack, "--auto-approve");
  expect(await run("output", stack)).toContain(
    "arn:aws:iam::777788889999:role/workloads/lab-us-echo",
  );
  await run("destroy", stack, "--auto-approve");
}, 180_000);
