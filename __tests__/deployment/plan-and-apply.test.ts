import {
  existsSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runCdktf } from "../../lab/cdktf";
import { prepareLab, type DeployedLab } from "../lab/deployed-lab";
import { runTerraform } from "../../lab/terraform";
import { projectCopy } from "../support/project-copy";
import { run, type Finished } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";

const original = readFileSync(
  join(__dirname, "../lab/fixture/environments/lab.yaml"),
  "utf8",
);
const stacks = ["lab-eu", "lab-us"];

let prepared: DeployedLab | string;
let project: string;

beforeAll(async () => {
  prepared = await prepareLab();
  project = projectCopy({ "lab.yaml": original });
  if (typeof prepared === "string")
    console.warn(
      `NOT PROVED: plan and apply of every stack of an environment: ${prepared}`,
    );
}, 120_000);
afterAll(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

/** A test of the lab; where a component is missing, beforeAll has said so. The tests go on from one another. */
function labTest(
  name: string,
  check: (lab: DeployedLab) => Promise<void>,
): void {
  test(
    name,
    async () => {
      if (typeof prepared !== "string") await check(prepared);
    },
    300_000,
  );
}

/** Runs a command of the copied project against the lab. */
function command(
  lab: DeployedLab,
  name: string,
  ...args: readonly string[]
): Promise<Finished> {
  const { configFile, variables } = lab.terraform("lab-us");
  return run(
    process.execPath,
    ["cli/start.mjs", `cli/${name}.ts`, "lab", ...args],
    {
      cwd: project,
      env: {
        ...variables,
        HOME: process.env.HOME ?? "",
        TF_CLI_CONFIG_FILE: configFile,
      },
      seconds: 280,
    },
  );
}

const write = (text: string): void => {
  writeFileSync(join(project, "environments/lab.yaml"), text);
};
const planFiles = (): readonly string[] =>
  stacks.filter((stack) =>
    existsSync(join(project, "cdktf.out/stacks", stack, "plan")),
  );

labTest(
  "apply without a plan is refused, and names the stacks",
  async (lab) => {
    const { status, stderr } = await command(lab, "apply");
    expect(
      stderr.match(/^lab-(eu|us): refused: .*no plan file/gm),
    ).toHaveLength(2);
    expect(status).toBe(4);
  },
);

labTest(
  "plan keeps every stack's plan file and reduced model, and reviews them",
  async (lab) => {
    const { status, stdout, stderr } = await command(lab, "plan");
    expect(stderr.match(/^lab-(eu|us): planning/gm)).toEqual([
      "lab-eu: planning",
      "lab-us: planning",
    ]);
    expect(stdout).toMatch(
      /^<!-- eks-workload-identity review of lab -->\n\n# Identity review: `lab`\n/,
    );
    expect(stdout).toContain("`reports/reporter`");
    expect(status).toBe(0);
    expect(planFiles()).toEqual(stacks);
    expect(readdirSync(join(project, "cdktf.out/models/lab"))).toEqual([
      "lab-eu.json",
      "lab-us.json",
    ]);
  },
);

labTest(
  "review of the plan files says the same as plan did, and so does one of the models",
  async (lab) => {
    const ofFiles = await command(lab, "review");
    expect(ofFiles.status).toBe(0);
    const models = join(project, "cdktf.out/models/lab");
    expect(await command(lab, "review", "--models", models)).toEqual(ofFiles);
  },
);

labTest(
  "a plan that is older than the stack's configuration is told",
  async (lab) => {
    const file = join(project, "cdktf.out/stacks/lab-eu/cdk.tf.json");
    const later = new Date(Date.now() + 60_000);
    utimesSync(file, later, later);
    const { stderr } = await command(lab, "review");
    expect(stderr).toMatch(
      /^lab-eu: the stack was synthesized after it was planned/,
    );
    expect(stderr).not.toContain("lab-us");
  },
);

labTest(
  "apply of what was not reviewed is refused with both reviews",
  async (lab) => {
    const folder = temporaryFolder();
    const { status, stdout, stderr } = await command(
      lab,
      "apply",
      "--reviewed",
      folder,
    );
    expect(stderr).toContain(
      `lab-us: refused: there is no reviewed plan of it in ${folder}\n`,
    );
    expect(stdout).toMatch(/# What was reviewed\n[^]*# What is planned now\n/);
    expect(stdout).toContain("no plan of it was kept");
    expect(status).toBe(4);
    expect(planFiles()).toEqual(stacks);
  },
);

labTest("apply applies every plan file, once", async (lab) => {
  const { status, stderr } = await command(lab, "apply");
  expect(stderr).toMatch(/^lab-us \| Apply complete! Resources: [1-9]/m);
  expect(stderr).toMatch(/^applied: lab-eu, lab-us$/m);
  expect(status).toBe(0);
  expect(planFiles()).toEqual([]);
  expect((await command(lab, "apply")).status).toBe(4);
});

labTest(
  "what changed since the last apply is what the next review shows",
  async (lab) => {
    write(original.replace("lab-reports/*", "lab-reports-and-more/*"));
    const { stdout } = await command(lab, "plan");
    expect(stdout).toMatch(
      /^\| changes \| `reports\/reporter` .*lab-reports-and-more/m,
    );
    expect(stdout).not.toContain("`echo/aws-sa`");
  },
);

labTest(
  "a failure stops the apply, and what isn't applied is named",
  async (lab) => {
    // Another apply in between makes the first stack's plan stale.
    const folder = join(project, "cdktf.out/stacks/lab-eu");
    const other = { ...lab.terraform("lab-eu"), folder };
    const { status: applied } = await runTerraform(
      other,
      "apply",
      "-auto-approve",
      "-input=false",
      "-replace=aws_iam_role.echo",
    );
    expect(applied).toBe(0);
    const { status, stderr } = await command(lab, "apply");
    expect(stderr).toMatch(/^lab-eu \| .*Saved plan is stale/m);
    expect(stderr).toMatch(/^failed, and may be applied in part: lab-eu$/m);
    expect(stderr).toMatch(/^not applied: lab-us$/m);
    expect(stderr).not.toContain("lab-us: applying");
    expect(status).toBe(1);
    expect(planFiles()).toEqual(stacks);
  },
);

labTest(
  "an errored plan is reported with its message, and never applied",
  async (lab) => {
    write(original.replaceAll("5A4DB0C05A4DB0C0", "0000000000000000"));
    const planned = await command(lab, "plan");
    expect(planned.stdout).toMatch(/^> \[!CAUTION\]$/m);
    expect(planned.stdout).toMatch(/^\| `lab-us` \| \*\*errored/m);
    expect(planned.status).toBe(4);
    const applied = await command(lab, "apply");
    expect(applied.stderr).toContain("lab-us: refused: the plan is errored");
    expect(applied.status).toBe(4);
  },
);

labTest("review reads the plan that cdktf diff left", async (lab) => {
  write(original.replace("lab-reports/*", "lab-by-diff/*"));
  const { configFile, variables } = lab.terraform("lab-us");
  const { status, output } = await runCdktf({
    args: ["diff", "lab-us", "--skip-provider-lock"],
    environmentName: "lab",
    variables,
    outdir: join(project, "cdktf.out"),
    configFile,
    project,
  });
  expect([status, output.slice(-2000)]).toEqual([0, expect.any(String)]);
  const { stdout } = await command(lab, "review");
  expect(stdout).toMatch(/^\| `lab-us` \| reviewed/m);
  expect(stdout).toMatch(/`reports\/reporter` .*lab-by-diff/);
});

labTest(
  "a stack that can't be planned stops no other, and is reported as missing",
  async (lab) => {
    write(original);
    const broken = join(project, "cdktf.out/stacks/lab-eu/broken.tf");
    writeFileSync(broken, "resource {");
    const { status, stdout, stderr } = await command(lab, "plan", "--no-lock");
    expect(stderr).toMatch(/^lab-eu \| Error: /m);
    expect(stdout).toMatch(/^\| `lab-eu` \| \*\*no plan was made/m);
    expect(stdout).toMatch(/^\| `lab-us` \| reviewed/m);
    expect(status).toBe(4);
    expect(planFiles()).toEqual(["lab-us"]);
  },
);
