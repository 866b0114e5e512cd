import { Annotations, App } from "cdktf";
import {
  formatFault,
  loadEnvironments,
  selectedEnvironments,
} from "../modules/environment";
import { ClusterStack, outputFormatFault } from "../modules/stack";

/** What `main.ts` does, with the folder of environment files as an argument. */
async function main(directory: string): Promise<void> {
  const only = selectedEnvironments(process.env.ENVIRONMENT);
  const { environments, faults, warnings } = await loadEnvironments({
    directory,
    ...(only && { only }),
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

const [, , directory] = process.argv;
if (directory === undefined) throw new Error("our-app.ts <environments>");
void main(directory);
