import { existsSync } from "node:fs";
import { join } from "node:path";
import { readPlan, type PlanReading } from "../review";
import { showPlan, type Terraform } from "../terraform-cli";
import { planFile, type StackFolder } from "./planned-stack";

/** The plan file of a stack, reduced; nothing else of it is kept. */
export async function readPlanFile(
  { stack, folder }: StackFolder,
  props: {
    readonly terraform: Terraform;
    readonly environment: NodeJS.ProcessEnv;
  },
): Promise<PlanReading> {
  if (!existsSync(join(folder, planFile)))
    return {
      stack,
      status: "missing",
      message: "the stack has no plan file; make one by npm run plan",
    };
  const shown = await showPlan({ ...props, folder, planFile });
  return "text" in shown
    ? readPlan(stack, shown.text)
    : { stack, status: "unreadable", message: shown.problem };
}
