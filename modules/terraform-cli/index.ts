export { findProvider, type ProviderExecutable } from "./find-provider";
export { findTerraform, type Terraform } from "./find-terraform";
export { writeProviderMirror } from "./provider-mirror";
export { validateStacks, type ValidateStacksProps } from "./validate-stacks";
