import type { TerraformStack } from "cdktf";
import { blockPathsOf } from "./block-paths";
import type { JsonObject } from "./json";
import type { BlockPaths } from "./write-block";

export interface StackConfiguration {
  readonly configuration: JsonObject;
  /** Which fields of providers are nested blocks. */
  readonly blocks: BlockPaths;
}

/**
 * A stack's configuration without writing a file, after all of its validations.
 *
 * @throws Error where the stack is invalid
 */
export function stackConfiguration(stack: TerraformStack): StackConfiguration {
  stack.prepareStack();
  stack.runAllValidations();
  // What cdktf would write to a file: no undefined, no prototypes.
  const configuration = JSON.parse(
    JSON.stringify(stack.toTerraform()),
  ) as JsonObject;
  return { configuration, blocks: blockPathsOf(stack, configuration) };
}
