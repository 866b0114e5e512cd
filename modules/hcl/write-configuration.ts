import { blocksOf } from "./blocks-of";
import type { JsonObject } from "./json";
import { writeBlock, type BlockPaths } from "./write-block";

/**
 * Writes a Terraform JSON configuration as HCL that means the same and that `terraform fmt` leaves as it
 * is: IAM documents as `jsonencode({ ... })` where that gives the same bytes, one blank line between blocks,
 * everything in the order of its names.
 *
 * @param configuration with strings as Terraform JSON has them: templates, but for backends, version
 * constraints and descriptions
 * @param blocks which fields of providers are nested blocks
 * @throws Error where the configuration holds what Terraform has no block for, or a sequence (`${`) without end
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function writeConfiguration(
  configuration: JsonObject,
  blocks: BlockPaths,
): string {
  return blocksOf(configuration)
    .map((block) => `${writeBlock(block, blocks)}\n`)
    .join("\n");
}
