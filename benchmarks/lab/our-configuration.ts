import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { synthesize } from "../../modules/stack";
import {
  formatFault,
  loadEnvironments,
  type Environment,
} from "../../modules/environment";
import { clusters, environment } from "../workloads";
import { labCluster, type LabWorkload } from "./workloads";

/**
 * Writes an environment file of these workloads and synthesizes it, as `main.ts` does.
 *
 * @returns where Terraform runs, and the environment
 * @throws Error where the file has faults.
 */
export async function writeOurs(
  folder: string,
  workloads: readonly LabWorkload[],
): Promise<{ readonly folder: string; readonly environment: Environment }> {
  const directory = join(folder, "environments");
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, `${environment.name}.yaml`),
    environmentFile(workloads),
  );
  const { environments, faults } = await loadEnvironments({ directory });
  const [loaded] = environments;
  if (loaded === undefined || faults.length > 0)
    throw new Error(faults.map(formatFault).join("\n"));
  const stack = synthesize(loaded, { outdir: join(folder, "cdktf.out") }).get(
    labCluster.name,
  );
  if (stack === undefined) throw new Error(`no stack ${labCluster.name}`);
  return { folder: stack, environment: loaded };
}

function environmentFile(workloads: readonly LabWorkload[]): string {
  return stringify(
    {
      account: environment.account,
      backend: { s3: environment.backend },
      clusters: { [labCluster.key]: clusters[labCluster.key] },
      defaults: {
        rolePath: environment.rolePath,
        serviceAccountOwner: "manifest",
        tags: environment.tags,
      },
      workloads: Object.fromEntries(
        workloads.map((workload) => [
          workload.name,
          {
            serviceAccount: `${workload.namespace}/${workload.name}`,
            identity: workload.identity,
            permissions:
              workload.identity === "irsa"
                ? { managedPolicies: [workload.managedPolicy] }
                : { statements: [workload.statement] },
          },
        ]),
      ),
    },
    { aliasDuplicateObjects: false },
  );
}
