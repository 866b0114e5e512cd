import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment } from "../workloads";
import { readyMadePolicies } from "./ready-made-policies";
import { labCluster, stateKey, type LabWorkload } from "./workloads";

/**
 * Copies the configuration in the shape of the public modules into a folder, and writes its variables and
 * its backend, which is ours.
 */
export function writeShape(
  folder: string,
  workloads: readonly LabWorkload[],
): void {
  cpSync(join(__dirname, "shape"), folder, { recursive: true });
  for (const module of ["irsa", "pod-identity"])
    writeFileSync(
      join(folder, "modules", module, "ready-made-policies.tf"),
      readyMadePolicies(),
    );
  const variables = {
    account: labCluster.account,
    region: labCluster.region,
    cluster_name: labCluster.name,
    role_path: environment.rolePath,
    tags: environment.tags,
    irsa: Object.fromEntries(
      workloads.flatMap((workload) =>
        workload.identity === "irsa" ? [irsaVariables(workload)] : [],
      ),
    ),
    pod_identity: Object.fromEntries(
      workloads.flatMap((workload) =>
        workload.identity === "pod-identity"
          ? [podIdentityVariables(workload)]
          : [],
      ),
    ),
  };
  writeJson(join(folder, "workloads.auto.tfvars.json"), variables);
  writeJson(join(folder, "backend.tf.json"), {
    terraform: {
      backend: {
        s3: {
          bucket: environment.backend.bucket,
          region: environment.backend.region,
          key: stateKey,
          encrypt: true,
          use_lockfile: true,
        },
      },
    },
  });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, undefined, 2));
}

function irsaVariables(
  workload: Extract<LabWorkload, { identity: "irsa" }>,
): [string, object] {
  const { name, namespace, managedPolicy } = workload;
  return [
    name,
    {
      service_accounts: [`${namespace}:${name}`],
      policies: { managed: managedPolicy },
    },
  ];
}

function podIdentityVariables(
  workload: Extract<LabWorkload, { identity: "pod-identity" }>,
): [string, object] {
  const { name, namespace, statement } = workload;
  const { account, region } = labCluster;
  const equals = (tag: string, value: string): object => ({
    test: "StringEquals",
    variable: `aws:RequestTag/${tag}`,
    values: [value],
  });
  return [
    name,
    {
      trust_conditions: [
        equals(
          "eks-cluster-arn",
          `arn:aws:eks:${region}:${account}:cluster/${labCluster.name}`,
        ),
        equals("kubernetes-namespace", namespace),
        equals("kubernetes-service-account", name),
      ],
      policy_statements: [statement],
      associations: { this: { namespace, service_account: name } },
    },
  ];
}
