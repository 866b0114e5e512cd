import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  type Environment,
  type LoadProps,
} from "../../modules/environment";

/**
 * An environment by its name; where it has faults, they are printed and there is none.
 *
 * @param known what acceptances of risks are held against
 */
export async function loadEnvironment(
  project: string,
  name: string,
  known: Pick<LoadProps, "knownRisks"> = {},
): Promise<Environment | undefined> {
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(project, "environments"),
    only: [name],
    ...known,
  });
  for (const fault of [...warnings, ...faults])
    process.stderr.write(`${formatFault(fault)}\n`);
  return faults.length > 0 ? undefined : environments[0];
}
