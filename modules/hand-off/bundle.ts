import { accessMap, accessMapAsJson, accessMapAsMarkdown } from "../access";
import type { Cluster, Environment } from "../environment";
import { clusterConfiguration } from "../stack";
import {
  applierPermissions,
  type ApplierPermissions,
} from "./applier-permissions";
import { accessFile, inputsFile, type BundleFile } from "./bundle-file";
import { inputsOf } from "./inputs";
import { refusalOf, type HandOffOptions } from "./options";
import { readmeOf } from "./readme";
import { summaryOf } from "./summary";
import { sumsFile, sumsOf } from "./sums";
import { terraformFiles } from "./terraform-files";

/**
 * Everything that an infrastructure team needs to review, run and keep an environment without this project:
 * a folder of Terraform for each stack, its service accounts, the permissions for whoever applies it, the
 * access map, a README, and the sums of all. By path.
 *
 * The same environment gives the same bytes, on any machine.
 *
 * @throws Error where the environment can't be handed off so, see {@link refusalOf}
 */
export function bundleOf(
  environment: Environment,
  options: HandOffOptions,
): readonly BundleFile[] {
  const refusal = refusalOf(environment, options);
  if (refusal !== undefined) throw new Error(refusal);
  const stacks = environment.clusters.map((cluster) =>
    stackFiles(environment, cluster, options),
  );
  const map = accessMap(environment);
  const files = [
    ...stacks.flatMap(({ files }) => files),
    { path: accessFile, text: accessMapAsJson(map) },
    { path: "access.md", text: accessMapAsMarkdown(map) },
    { path: inputsFile, text: inputsOf(environment, options) },
    { path: "README.md", text: readmeOf(environment, stacks, options) },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...files, { path: sumsFile, text: sumsOf(files) }];
}

interface StackFiles {
  readonly cluster: Cluster;
  readonly files: readonly BundleFile[];
  readonly permissions: ApplierPermissions;
  readonly hasManifest: boolean;
}

function stackFiles(
  environment: Environment,
  cluster: Cluster,
  options: HandOffOptions,
): StackFiles {
  const { configuration, blocks, serviceAccounts } = clusterConfiguration(
    environment,
    cluster,
  );
  const permissions = applierPermissions(environment, cluster, options);
  const hasManifest = serviceAccounts !== "";
  const files = [
    ...terraformFiles({
      configuration,
      blocks,
      summaries: new Map(
        cluster.workloads.map((workload) => [
          workload.name,
          summaryOf(workload),
        ]),
      ),
      options,
    }),
    ...(hasManifest
      ? [{ path: "service-accounts.yaml", text: serviceAccounts }]
      : []),
    { path: "permissions/applier.json", text: asJson(permissions.applier) },
    ...(permissions.assumedRole
      ? [
          {
            path: "permissions/assumed-role.json",
            text: asJson(permissions.assumedRole),
          },
        ]
      : []),
  ];
  return {
    cluster,
    permissions,
    hasManifest,
    files: files.map(({ path, text }) => ({
      path: `${cluster.stack}/${path}`,
      text,
    })),
  };
}

function asJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
