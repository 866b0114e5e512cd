import { rmSync } from "node:fs";
import { join } from "node:path";
import { visibleText } from "../markup";
import { runTerraform } from "../terraform-cli";
import { planFile, type DeploymentProps } from "./planned-stack";

/** What became of the stacks, each list in the order of the run. */
export interface Applied {
  readonly applied: readonly string[];
  /** The stack at which it stopped: a part of it may be applied. */
  readonly failed?: string;
  readonly notTried: readonly string[];
}

/**
 * Applies the plan files that lie in the stacks' folders, one after another; none is planned again. Stops at
 * the first failure. A plan file goes once it is applied. Terraform itself refuses one whose state has changed
 * since, and one that is errored.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply#saved-plan-mode
 */
export async function applyStacks(props: DeploymentProps): Promise<Applied> {
  const { stacks, say, signal } = props;
  const applied: string[] = [];
  for (const [position, { stack, folder }] of stacks.entries()) {
    const notTried = stacks.slice(position + 1).map((one) => one.stack);
    if (signal?.aborted === true)
      return { applied, notTried: [stack, ...notTried] };
    say(`${stack}: applying ...`);
    const { status } = await runTerraform({
      ...props,
      folder,
      args: ["apply", "-input=false", "-no-color", planFile],
      onLine: (line) => {
        say(`${stack} | ${visibleText(line)}`);
      },
    });
    if (status !== 0) return { applied, failed: stack, notTried };
    rmSync(join(folder, planFile), { force: true });
    applied.push(stack);
  }
  return { applied, notTried: [] };
}
