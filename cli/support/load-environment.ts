import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  type Environment,
} from "../../modules/environment";

/** An environment by its name; where it has faults, they are printed and there is none. */
export async function loadEnvironment(
  project: string,
  name: string,
): Promise<Environment | undefined> {
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(project, "environments"),
    only: [name],
  });
  for (const fault of [...warnings, ...faults])
    process.stderr.write(`${formatFault(fault)}\n`);
  return faults.length > 0 ? undefined : environments[0];
}
