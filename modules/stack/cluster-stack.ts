import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import {
  Op,
  TerraformElement,
  TerraformStack,
  ref,
  type ITerraformDependable,
} from "cdktf";
import { Construct } from "constructs";
import { PodIdentityAgent } from "../association";
import {
  irsaTrustOf,
  podIdentityTrustOf,
  type Cluster,
  type Environment,
  type Workload,
} from "../environment";
import { HclSynthesizer } from "../hcl";
import { ExistingOidcProvider, OidcProvider } from "../oidc-provider";
import { template } from "../terraform-text";
import { IrsaWorkload, PodIdentityWorkload } from "../workload";
import { addressName, workloadId } from "./addresses";
import { createBackend } from "./backend";
import { duplicateAddresses } from "./duplicate-addresses";
import { writeManifest } from "./manifest";
import { movesFor } from "./moves";
import { createOutputs } from "./outputs";
import {
  createAwsProvider,
  createKubernetesProvider,
  requireVersions,
} from "./providers";
import { dropTokenTraces } from "./token-traces";

/** One cluster of a checked environment. */
export interface ClusterStackProps {
  /** Says where state is kept. */
  readonly environment: Pick<Environment, "backend">;
  readonly cluster: Cluster;
}

/**
 * The Terraform root module of one cluster: its backend, its providers, the OIDC provider and the agent
 * where they are this stack's, and every workload with its role.
 *
 * A retired cluster keeps backend and providers only, so that a deploy destroys what was there.
 *
 * @throws Error in `app.synth()` where two elements share an address.
 */
export class ClusterStack extends TerraformStack {
  constructor(scope: Construct, props: ClusterStackProps) {
    const { environment, cluster } = props;
    super(scope, cluster.stack);
    dropTokenTraces(this);
    this.synthesizer = new HclSynthesizer(this);
    createBackend(this, environment.backend);
    createAwsProvider(this, cluster);
    const eks = this.lookUpCluster(cluster);
    if (cluster.kubernetes)
      createKubernetesProvider(this, cluster, cluster.kubernetes, eks);
    requireVersions(this, cluster, environment.backend);
    if (!cluster.retired) this.createWorkloads(cluster);
    writeManifest(this, cluster);
    this.node.addValidation({ validate: () => duplicateAddresses(this) });
  }

  protected override allocateLogicalId(
    element: TerraformElement | Construct["node"],
  ): string {
    const node = TerraformElement.isTerraformElement(element)
      ? element.node
      : element;
    const ids = node.scopes
      .slice(this.node.scopes.length)
      .map((scope) => scope.node.id);
    return addressName(ids);
  }

  /**
   * Reads the live cluster where something needs it. A rebuilt cluster has another issuer: the plan
   * then fails, where it would go on trusting a dead one. A retired stack doesn't ask, since its
   * cluster may have been rebuilt.
   */
  private lookUpCluster(cluster: Cluster): DataAwsEksCluster | undefined {
    const issuer =
      cluster.platform === "eks" && !cluster.retired
        ? cluster.issuer
        : undefined;
    if (issuer === undefined && cluster.kubernetes?.kind !== "eks")
      return undefined;
    return new DataAwsEksCluster(this, "cluster", {
      name: template(cluster.name),
      ...(issuer !== undefined && {
        lifecycle: {
          postcondition: [
            {
              // Op escapes the text that it is given.
              condition: Op.eq(ref("self.identity[0].oidc[0].issuer"), issuer),
              errorMessage: template(
                `The OIDC issuer of cluster ${cluster.name} is not the declared one, ${issuer}. Was the cluster rebuilt? Write its issuer into clusters.${cluster.key}.issuer of the environment file.`,
              ),
            },
          ],
        },
      }),
    });
  }

  private createWorkloads(cluster: Cluster): void {
    const oidcProvider = this.createOidcProvider(cluster);
    const agent =
      cluster.agent?.kind === "addon"
        ? new PodIdentityAgent(this, "agent", {
            ...cluster.agent,
            clusterName: cluster.name,
          })
        : undefined;
    for (const workload of cluster.workloads)
      this.createWorkload(cluster, workload, oidcProvider, agent?.dependable);
    createOutputs(this, cluster);
    const moves = movesFor(cluster);
    if (moves.length > 0) this.addOverride("moved", moves);
  }

  private createOidcProvider(
    cluster: Cluster,
  ): ITerraformDependable | undefined {
    if (cluster.issuer === undefined || cluster.oidcProvider === undefined)
      return undefined;
    const { kind, audiences } = cluster.oidcProvider;
    const Provider = kind === "create" ? OidcProvider : ExistingOidcProvider;
    return new Provider(new Construct(this, "oidc-provider"), "cluster", {
      issuer: cluster.issuer,
      audiences,
    }).dependable;
  }

  private createWorkload(
    cluster: Cluster,
    workload: Workload,
    oidcProvider: ITerraformDependable | undefined,
    agent: ITerraformDependable | undefined,
  ): void {
    const id = workloadId(workload.name);
    if (workload.identity === "pod-identity") {
      new PodIdentityWorkload(this, id, {
        ...workload,
        ...podIdentityTrustOf(cluster, workload),
        serviceAccounts: workload.serviceAccounts,
        ...(agent && { dependsOn: [agent] }),
      });
      return;
    }
    const trust = irsaTrustOf(cluster, workload);
    if (trust === undefined)
      throw new Error(
        `${cluster.stack}: workload ${workload.name} uses IRSA, and the cluster has no issuer`,
      );
    new IrsaWorkload(this, id, {
      ...workload,
      ...trust,
      serviceAccounts: workload.serviceAccounts,
      ...(oidcProvider && { dependsOn: [oidcProvider] }),
    });
  }
}
