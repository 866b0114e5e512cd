/** A Terraform root module, ready for `terraform init`. */
export interface Configuration {
  /** Where Terraform runs. */
  readonly folder: string;
  /** The file that its state goes to. */
  readonly stateFile: string;
}
