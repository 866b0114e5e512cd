import type { Environment, LoadProps } from "../../modules/environment";
import { loadSelected } from "./load-selected";

/**
 * An environment by its name, whatever the variable ENVIRONMENT selects; where it has faults, they are printed and
 * counted, and there is none.
 *
 * @param known what acceptances of risks are held against
 */
export async function loadEnvironment(
  project: string,
  name: string,
  known: Pick<LoadProps, "knownRisks"> = {},
): Promise<Environment | undefined> {
  const [environment] = (await loadSelected(project, [name], known)) ?? [];
  return environment;
}
