export { findProvider, type ProviderExecutable } from "./find-provider";
export {
  findTerraform,
  missingTerraform,
  type Terraform,
} from "./find-terraform";
export { writeProviderMirror } from "./provider-mirror";
export { validateStacks, type ValidateStacksProps } from "./validate-stacks";
export {
  runTerraform,
  type RunTerraformProps,
  type TerraformResult,
} from "./run-terraform";
export { showPlan, type ShowPlanProps, type ShownPlan } from "./show-plan";
