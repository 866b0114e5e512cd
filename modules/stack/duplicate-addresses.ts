import {
  TerraformDataSource,
  TerraformOutput,
  TerraformResource,
  type TerraformStack,
} from "cdktf";

/**
 * One message for every address that two elements of a stack share. Synthesis would keep the last of
 * them, without a word, and references to the first would point at it.
 */
export function duplicateAddresses(stack: TerraformStack): string[] {
  const paths = new Map<string, string>();
  const messages: string[] = [];
  for (const construct of stack.node.findAll()) {
    const type = TerraformResource.isTerraformResource(construct)
      ? construct.terraformResourceType
      : TerraformDataSource.isTerraformDataSource(construct)
        ? `data.${construct.terraformResourceType}`
        : TerraformOutput.isTerraformOutput(construct)
          ? "output"
          : undefined;
    if (type === undefined) continue;
    const address = `${type}.${(construct as TerraformResource | TerraformDataSource | TerraformOutput).friendlyUniqueId}`;
    const first = paths.get(address);
    if (first !== undefined)
      messages.push(
        `duplicate address ${address}: ${first} and ${construct.node.path}`,
      );
    paths.set(address, construct.node.path);
  }
  return messages;
}
