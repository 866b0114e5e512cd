/** How the synthesizer's tokens start. Text that holds it would become a Terraform expression. */
export const tokenStart = "TfToken[";
