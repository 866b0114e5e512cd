/**
 * What is wrong with the output format that `cdktf synth --hcl` asks for by SYNTH_HCL_OUTPUT, if
 * anything is. cdktf's own HCL writes postconditions and version constraints that Terraform refuses; JSON
 * is Terraform's own syntax too.
 */
export function outputFormatFault(
  variable: string | undefined,
): string | undefined {
  if (variable === undefined || variable === "" || variable === "false")
    return undefined;
  return `SYNTH_HCL_OUTPUT: stacks are written as Terraform JSON only, got ${JSON.stringify(variable)}; leave out --hcl and unset the variable`;
}
