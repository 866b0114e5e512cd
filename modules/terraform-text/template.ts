/**
 * Escapes literal text so that Terraform reads it back unchanged.
 *
 * Every string of a Terraform configuration is a template: `${` opens an interpolation and `%{` a
 * directive. Doubling the first character makes either one literal. Call this exactly once, where
 * text from a file is handed to a construct; a second call would double again.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function template(text: string): string {
  return text.replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}
