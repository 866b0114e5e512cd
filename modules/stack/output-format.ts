/**
 * What is wrong with the output format that the variable SYNTH_HCL_OUTPUT asks for (`cdktf synth --hcl` sets
 * it), if anything is. Parts of cdktf read other values in different ways.
 */
export function outputFormatFault(
  variable: string | undefined,
): string | undefined {
  if (variable === undefined || ["", "false", "true"].includes(variable))
    return undefined;
  return `SYNTH_HCL_OUTPUT: expected true (HCL) or false (Terraform JSON), got ${JSON.stringify(variable)}; unset it, or use cdktf synth --hcl`;
}
