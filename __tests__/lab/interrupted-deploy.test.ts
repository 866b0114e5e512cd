import { setTimeout as delay } from "node:timers/promises";
import { runTerraform, startTerraform } from "../../lab/terraform";
import type { ProcessResult, StartedProcess } from "../../lab/start-process";
import { prepareLab, type DeployedLab } from "./deployed-lab";

const stack = "lab-us";
const cluster = "lab-us";
const apply = ["apply", "-auto-approve", "-input=false", "-no-color"];

let prepared: DeployedLab | string;

beforeEach(async () => {
  prepared = await prepareLab();
  if (typeof prepared === "string")
    console.warn(`NOT PROVED: interrupted and concurrent deploys: ${prepared}`);
}, 120_000);
afterEach(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

describe("a deploy that is interrupted in the middle", () => {
  test("by SIGINT ends in order, leaves no lock, and the next one converges", async () => {
    if (typeof prepared === "string") return;
    const interrupted = await interrupt(prepared, "SIGINT");
    expect(interrupted.status).toBe(1);
    expect(interrupted.output).toContain("Interrupt received");
    expect((await run(prepared, apply)).status).toBe(0);
    await expectNothingToDo(prepared);
  }, 120_000);

  test("by SIGKILL leaves a lock and resources, and docs/operations.md says how to go on", async () => {
    if (typeof prepared === "string") return;
    const killed = await interrupt(prepared, "SIGKILL");
    expect(killed.signal).toBe("SIGKILL");

    const refused = await run(prepared, apply);
    expect(refused.status).toBe(1);
    expect(refused.output).toContain("Error acquiring the state lock");
    const id = /Lock Info:\s+ID:\s+(\S+)/.exec(refused.output)?.[1] ?? "";
    const released = await run(prepared, ["force-unlock", "-force", id]);
    expect(released.status).toBe(0);

    // What the killed run made and could not write down is taken over under its address.
    let next = await run(prepared, apply);
    for (const address of existingAddresses(next.output)) {
      const imported = await run(prepared, [
        "import",
        "-input=false",
        "-no-color",
        address,
        importId(address, prepared),
      ]);
      expect([address, imported.status]).toEqual([address, 0]);
    }
    next = await run(prepared, apply);
    expect([next.status, next.output.slice(-500)]).toEqual([
      0,
      expect.any(String),
    ]);
    await expectNothingToDo(prepared);
  }, 120_000);
});

test("of two deploys at once one is refused by the lock, and nothing is lost", async () => {
  if (typeof prepared === "string") return;
  const both = await Promise.all([run(prepared, apply), run(prepared, apply)]);
  const refused = both.filter(({ status }) => status === 1);
  expect(both.filter(({ status }) => status === 0)).toHaveLength(1);
  expect(refused).toHaveLength(1);
  expect(refused[0]?.output).toContain("Error acquiring the state lock");
  await expectNothingToDo(prepared);
}, 120_000);

/** Starts a deploy and sends a signal once something was made. */
async function interrupt(
  one: DeployedLab,
  signal: NodeJS.Signals,
): Promise<ProcessResult> {
  const started = startTerraform(one.terraform(stack), ...apply);
  await until(started, /Creation complete/);
  started.kill(signal);
  return started.result;
}

async function until(started: StartedProcess, what: RegExp): Promise<void> {
  const end = Date.now() + 60_000;
  while (!what.test(started.output())) {
    if (Date.now() > end) throw new Error(started.output());
    await delay(2);
  }
}

function run(
  one: DeployedLab,
  args: readonly string[],
): Promise<ProcessResult> {
  return runTerraform(one.terraform(stack), ...args);
}

async function expectNothingToDo(one: DeployedLab): Promise<void> {
  const plan = await run(one, ["plan", "-detailed-exitcode", "-no-color"]);
  expect([plan.status, plan.output.slice(-500)]).toEqual([
    0,
    expect.any(String),
  ]);
}

/** The addresses of which an apply says that what they stand for exists already. */
function existingAddresses(output: string): readonly string[] {
  return output
    .split(/(?=Error: )/)
    .filter((error) => /AlreadyExists|ResourceInUse|already exists/.test(error))
    .flatMap((error) => /with ([\w.-]+),/.exec(error)?.[1] ?? []);
}

/** What `terraform import` takes, as docs/operations.md lists it. */
function importId(address: string, one: DeployedLab): string {
  const [type = "", name = ""] = address.split(".");
  switch (type) {
    case "aws_iam_role":
      return `${stack}-${name}`;
    case "aws_iam_role_policy":
      return `${stack}-${name}:permissions`;
    case "aws_iam_openid_connect_provider":
      return `arn:aws:iam::777788889999:oidc-provider/${one.lab.issuers.get("us")?.url.replace("https://", "") ?? ""}`;
    case "aws_eks_addon":
      return `${cluster}:eks-pod-identity-agent`;
    default:
      throw new Error(`no import id for ${address}`);
  }
}
