import { App } from "cdktf";
import { tmpdir } from "node:os";
import type { Cluster, Environment } from "../environment";
import { stackConfiguration, type StackConfiguration } from "../hcl";
import { ClusterStack } from "./cluster-stack";
import { manifestOf } from "./manifest";

export interface ClusterConfiguration extends StackConfiguration {
  /** Kubernetes YAML of the service accounts of owner `manifest`; empty where there is none. */
  readonly serviceAccounts: string;
}

/**
 * What the stack of one cluster would be synthesized to, without writing a file.
 *
 * @throws Error where cdktf finds the stack invalid
 */
export function clusterConfiguration(
  environment: Environment,
  cluster: Cluster,
): ClusterConfiguration {
  // An app makes sure of its folder, and nothing is written into it here.
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  const stack = new ClusterStack(app, { environment, cluster });
  return { ...stackConfiguration(stack), serviceAccounts: manifestOf(cluster) };
}
