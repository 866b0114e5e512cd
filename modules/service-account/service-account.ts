import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { template, templateMap } from "../terraform-text";

/** A Kubernetes service account. */
export interface ServiceAccountProps {
  /** Its namespace, which is expected to exist. */
  readonly namespace: string;
  readonly name: string;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether pods get the Kubernetes API token. @default true, as Kubernetes has it */
  readonly automountToken?: boolean;
  /** @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Makes a service account with Terraform's Kubernetes provider. One that exists already (`default`, or
 * a Helm chart's) makes the apply fail: leave such a one to its owner.
 *
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/service_account_v1
 */
export class ServiceAccount extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id);
    const annotations = templateMap(props.annotations);
    const labels = templateMap(props.labels);
    new ServiceAccountV1(this, "service-account", {
      metadata: {
        namespace: template(props.namespace),
        name: template(props.name),
        ...(annotations && { annotations }),
        ...(labels && { labels }),
      },
      ...(props.automountToken !== undefined && {
        automountServiceAccountToken: props.automountToken,
      }),
      ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    });
  }
}
