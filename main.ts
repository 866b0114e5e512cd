import { Annotations, App } from "cdktf";
import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  selectedEnvironments,
} from "./modules/environment";
import { ClusterStack } from "./modules/stack";

/**
 * The CDKTF app: reads the environment files, makes one stack for every cluster, synthesizes. The
 * variable ENVIRONMENT selects environments by name, separated by commas; all without it.
 */
async function main(): Promise<void> {
  const only = selectedEnvironments(process.env.ENVIRONMENT);
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(__dirname, "environments"),
    ...(only && { only }),
  });
  if (faults.length > 0) {
    process.stderr.write(`${faults.map(formatFault).join("\n")}\n`);
    process.exitCode = 1;
    return;
  }

  const app = new App({ stackTraces: false });
  const stacks = environments.flatMap((environment) =>
    environment.clusters.map(
      (cluster) => new ClusterStack(app, { environment, cluster }),
    ),
  );
  const [first] = stacks;
  if (first)
    for (const warning of warnings)
      Annotations.of(first).addWarning(formatFault(warning));
  app.synth();
}

void main();
