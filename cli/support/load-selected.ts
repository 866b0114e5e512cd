import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  selectedEnvironments,
  type Environment,
  type LoadProps,
} from "../../modules/environment";

/**
 * The environments that are named, else those that the variable ENVIRONMENT selects, else all. Where one has
 * faults, they are printed and counted, and there is none.
 *
 * @param known what acceptances of risks are held against
 */
export async function loadSelected(
  project: string,
  named: readonly string[],
  known: Pick<LoadProps, "knownRisks" | "today"> = {},
): Promise<readonly Environment[] | undefined> {
  const selected = selectedEnvironments(process.env.ENVIRONMENT);
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(project, "environments"),
    ...(named.length > 0
      ? { only: named, selectedBy: "argument" }
      : selected && { only: selected, selectedBy: "variable" }),
    ...known,
  });
  for (const fault of [...warnings, ...faults])
    process.stderr.write(`${formatFault(fault)}\n`);
  if (faults.length === 0) return environments;
  process.stderr.write(
    `${faults.length} ${faults.length === 1 ? "fault" : "faults"}\n`,
  );
  return undefined;
}
