import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import { ServiceAccount } from "../service-account";

/** How a workload's service account comes to be. */
export interface ServiceAccountSettings {
  /**
   * `terraform`: it is made here. `manifest`, `external`: it is made elsewhere, and nothing is made
   * here.
   * @default terraform
   */
  readonly owner?: "terraform" | "manifest" | "external";
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default true, as Kubernetes has it */
  readonly automountToken?: boolean;
}

/** A service account of one name. */
export interface NamedServiceAccount extends ServiceAccountSettings {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The key of a service account among several of one workload: `<namespace>_<name>`, dots as `__`.
 * Injective, as Kubernetes names hold no underscore and namespaces no dot.
 */
export function serviceAccountKey(serviceAccount: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${serviceAccount.namespace}_${serviceAccount.name.replaceAll(".", "__")}`;
}

/**
 * Where the resources of one service account hang: in the workload itself where it has one, below a key
 * of its own where the workload has a list.
 */
export function serviceAccountScope(
  workload: Construct,
  listed: boolean,
  serviceAccount: NamedServiceAccount,
): Construct {
  return listed
    ? new Construct(workload, serviceAccountKey(serviceAccount))
    : workload;
}

/** Makes the service account where it is Terraform's. */
export function createServiceAccount(
  scope: Construct,
  serviceAccount: NamedServiceAccount,
  annotations: Readonly<Record<string, string>>,
  dependsOn: readonly ITerraformDependable[],
): void {
  if ((serviceAccount.owner ?? "terraform") !== "terraform") return;
  new ServiceAccount(scope, "kubernetes", {
    namespace: serviceAccount.namespace,
    name: serviceAccount.name,
    annotations,
    ...(serviceAccount.labels && { labels: serviceAccount.labels }),
    ...(serviceAccount.automountToken !== undefined && {
      automountToken: serviceAccount.automountToken,
    }),
    dependsOn,
  });
}
