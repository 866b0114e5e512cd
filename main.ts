import { Annotations, App } from "cdktf";
import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  selectedEnvironments,
} from "./modules/environment";
import { ClusterStack, outputFormatFault } from "./modules/stack";

/**
 * The CDKTF app: reads the environment files, makes one stack for every cluster, synthesizes. The
 * variable ENVIRONMENT selects environments by name, separated by commas; all without it.
 */
async function main(): Promise<void> {
  const only = selectedEnvironments(process.env.ENVIRONMENT);
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(__dirname, "environments"),
    ...(only && { only, selectedBy: "variable" }),
  });
  const formatting = outputFormatFault(process.env.SYNTH_HCL_OUTPUT);
  const messages = [
    ...(formatting === undefined ? [] : [formatting]),
    ...faults.map(formatFault),
  ];
  if (messages.length > 0) {
    process.stderr.write(`${messages.join("\n")}\n`);
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
