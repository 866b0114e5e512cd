import { App } from "cdktf";
import { join } from "node:path";
import { loadEnvironments } from "eks-workload-identity/modules/environment";
import { ClusterStack } from "eks-workload-identity/modules/stack";

async function main(): Promise<void> {
  const { environments, faults } = await loadEnvironments({
    directory: join(__dirname, "../../environments"),
  });
  if (faults.length > 0) throw new Error("the environment files have faults");
  const app = new App();
  for (const environment of environments)
    for (const cluster of environment.clusters)
      new ClusterStack(app, { environment, cluster });
  app.synth();
}

export const done = main();
