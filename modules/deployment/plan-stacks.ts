import { rmSync } from "node:fs";
import { join } from "node:path";
import { visibleText } from "../markup";
import { isReduced, type PlanReading, type UnreadablePlan } from "../review";
import { runTerraform, type TerraformResult } from "../terraform-cli";
import {
  planFile,
  type DeploymentProps,
  type StackFolder,
} from "./planned-stack";
import { readPlanFile } from "./read-plan-file";

export interface PlanStacksProps extends DeploymentProps {
  /** False where the role can only read: it can't take the state's lock. @default true */
  readonly lock?: boolean;
}

/**
 * Plans stacks, one after another, each into the plan file that lies in its folder; an earlier one goes
 * first, so that none is taken for the new one. A stack that can't be planned stops no other.
 *
 * @returns for each stack its reduced plan; what failed is said there
 */
export async function planStacks(
  props: PlanStacksProps,
): Promise<readonly PlanReading[]> {
  const plans: PlanReading[] = [];
  for (const one of props.stacks) plans.push(await planStack(one, props));
  return plans;
}

async function planStack(
  one: StackFolder,
  props: PlanStacksProps,
): Promise<PlanReading> {
  const { stack, folder } = one;
  rmSync(join(folder, planFile), { force: true });
  if (props.signal?.aborted === true) return missing(stack, "interrupted");
  const run = (...args: readonly string[]): Promise<TerraformResult> =>
    runTerraform({ ...props, folder, args: [...args, "-no-color"] });
  props.say(`${stack}: planning ...`);
  const initialized = await run("init", "-input=false");
  if (initialized.status !== 0)
    return failed(stack, "terraform init", initialized, props);
  const planned = await run(
    "plan",
    "-input=false",
    `-lock=${props.lock ?? true}`,
    `-out=${planFile}`,
  );
  // A failed precondition ends with a fault and still writes a plan, which says that it is errored.
  const plan = await readPlanFile(one, props);
  if (planned.status === 0) return plan;
  const problem = failed(stack, "terraform plan", planned, props);
  return isReduced(plan) ? plan : problem;
}

/** Says what Terraform said, each line behind the stack's name, so that no line can pass for another's. */
function failed(
  stack: string,
  what: string,
  { stdout, stderr }: TerraformResult,
  { say }: DeploymentProps,
): UnreadablePlan {
  for (const line of `${stdout}${stderr}`.trim().split("\n"))
    say(`${stack} | ${visibleText(line)}`);
  return missing(stack, `${what} failed: ${firstError(stderr)}`);
}

function missing(stack: string, message: string): UnreadablePlan {
  return { stack, status: "missing", message };
}

/** Terraform's headline of its first error. */
function firstError(stderr: string): string {
  return /Error: (.*)/.exec(stderr)?.[1] ?? "see its output";
}
