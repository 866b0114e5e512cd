import type { Environment } from "../environment";
import type { HandOffOptions } from "./options";
import { inputsDigest } from "./sums";

/** What a file of inputs begins with: no other project's files have it. */
const kind = "eks-workload-identity hand-off";

/** What a bundle was made from, without saying when, where or by whom. Ends with a line feed. */
export function inputsOf(
  environment: Environment,
  { format, backend }: HandOffOptions,
): string {
  const inputs = {
    kind,
    environment: environment.name,
    format,
    backend,
    sha256: inputsDigest(environment),
  };
  return `${JSON.stringify(inputs, undefined, 2)}\n`;
}

/** Whether a text is what {@link inputsOf} writes. */
export function isInputsOfBundle(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      typeof value === "object" &&
      value !== null &&
      "kind" in value &&
      value.kind === kind
    );
  } catch {
    return false;
  }
}
