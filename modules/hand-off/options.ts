import type { Environment } from "../environment";

export interface HandOffOptions {
  /** HCL for people to read and keep, or Terraform JSON. */
  readonly format: "hcl" | "json";
  /**
   * `keep`: the receiving team works on the same state. `partial`: the kind of backend only; it keeps state in
   * a place of its own, which it gives to `terraform init`.
   */
  readonly backend: "keep" | "partial";
}

/** Why an environment can't be handed off so, or `undefined`. */
export function refusalOf(
  environment: Environment,
  { backend }: HandOffOptions,
): string | undefined {
  if (backend === "keep" && environment.backend.kind === "local")
    return `${environment.name} keeps its state in local files, and whoever gets the bundle would start from an empty state and make everything again; use --backend partial and hand the state over, or move it to a shared backend first`;
  return undefined;
}
