import { runTerraform, type RunTerraformProps } from "./run-terraform";

export type ShowPlanProps = Omit<RunTerraformProps, "args" | "onLine"> & {
  /** The plan file's name in the stack's folder. */
  readonly planFile: string;
};

export type ShownPlan =
  | { readonly text: string }
  /** Terraform's own words. */
  | { readonly problem: string };

/**
 * A plan file as `terraform show -json` writes it. The text holds sensitive values in clear: reduce it at
 * once and never keep it.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/show
 */
export async function showPlan(props: ShowPlanProps): Promise<ShownPlan> {
  const { status, stdout, stderr } = await runTerraform({
    ...props,
    args: ["show", "-json", "-no-color", props.planFile],
  });
  return status === 0
    ? { text: stdout }
    : { problem: stderr.trim() || `terraform show ended with ${status}` };
}
