export { findProvider, type ProviderExecutable } from "./find-provider";
export { findTerraform, type Terraform } from "./find-terraform";
export { writeProviderMirror } from "./provider-mirror";
export {
  validateStack,
  type ValidateStackProps,
  type Validation,
} from "./validate-stack";
