/**
 * Escapes literal text so that Terraform reads it back unchanged.
 *
 * Every string of a Terraform configuration is a template: `${` opens an interpolation and `%{` a
 * directive. Doubling the first character makes either one literal. Constructs call this exactly once
 * for every text that they are given.
 *
 * Text with one of cdktf's tokens (`${TfToken[...]}`, such as another resource's attribute) is an
 * expression already and stays as it is. Text of an environment file can't be one: `TfToken[` is
 * refused where a file is read.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function template(text: string): string {
  if (text.includes("TfToken[")) return text;
  return text.replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}
