import {
  findProvider,
  findTerraform,
  type ProviderExecutable,
  type Terraform,
} from "../../modules/terraform-cli";
import { hasApiserver, haveApiserver } from "../kubernetes/build-apiserver";
import { installMinistack } from "../ministack/install";
import { MissingComponent } from "../missing-component";
import { findProgram } from "./find-program";
import { unshareArguments } from "./namespaces";

/** The programs of a full lab, each by its path. */
export interface Components {
  readonly unshare: string;
  readonly unshareArguments: readonly string[];
  readonly ip: string;
  readonly etcd: string;
  readonly apiserver: string;
  readonly kubectl: string;
  /** A Python that has MiniStack. */
  readonly python: string;
  readonly terraform: Terraform;
  readonly awsProvider: ProviderExecutable;
  /** Absent: no service account is made by Terraform. */
  readonly kubernetesProvider?: ProviderExecutable;
  /** Absent: pods run the JavaScript SDK only. */
  readonly awsCli?: string;
  /** Absent: a stand-in admits. */
  readonly webhook?: string;
}

export interface FoundComponents {
  readonly components: Components;
  /** Parts that the lab does without: what is missing, how to get it, what is then not proved. */
  readonly without: readonly string[];
}

export interface FindProps {
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const why = "without it there is no full lab, and nothing of it is proved";

/**
 * Finds every part by its name or setting, and makes the two that are made here: MiniStack's Python
 * environment and kube-apiserver.
 *
 * @throws MissingComponent that names all parts that can't be done without, before anything is made.
 */
export async function findComponents(
  props: FindProps,
): Promise<FoundComponents> {
  const { environment } = props;
  const missing: string[] = [];
  const need = <T>(found: T | undefined, advice: string): T | undefined => {
    if (found === undefined) missing.push(`missing: ${advice}; ${why}`);
    return found;
  };
  const program = (
    name: string,
    advice: string,
    setting?: string,
  ): string | undefined =>
    need(findProgram(name, environment, setting), advice);

  const unshare = program(
    "unshare",
    "unshare, of util-linux (Linux only; on Debian: apt-get install util-linux)",
  );
  const unshareWay = need(
    unshare === undefined ? undefined : unshareArguments(unshare),
    "namespaces of the lab's own (be root, or allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0)",
  );
  const ip = program("ip", "ip (on Debian: apt-get install iproute2)");
  const etcd = program(
    "etcd",
    "etcd (on Debian: apt-get install etcd-server), or name it by LAB_ETCD",
    "LAB_ETCD",
  );
  const kubectl = program(
    "kubectl",
    "kubectl (https://kubernetes.io/docs/tasks/tools), or name it by LAB_KUBECTL",
    "LAB_KUBECTL",
  );
  const terraform = need(
    findTerraform(environment),
    "Terraform 1.10 or later, or OpenTofu (https://developer.hashicorp.com/terraform/install)",
  );
  const awsProvider = need(
    findProvider("hashicorp/aws", environment),
    "the AWS provider as a file, for the lab's network reaches no registry (name it by TERRAFORM_PROVIDER_AWS, or have it in TF_PLUGIN_CACHE_DIR)",
  );
  program("openssl", "openssl (on Debian: apt-get install openssl)");
  if (isSet(environment.LAB_KUBE_APISERVER))
    program(
      "kube-apiserver",
      "the kube-apiserver that LAB_KUBE_APISERVER names",
      "LAB_KUBE_APISERVER",
    );
  else if (!hasApiserver(environment))
    program(
      "go",
      "Go (https://go.dev/dl), to build kube-apiserver; or name a kube-apiserver by LAB_KUBE_APISERVER",
    );
  const optional = findOptional(environment, missing);
  if (
    missing.length > 0 ||
    unshare === undefined ||
    unshareWay === undefined ||
    ip === undefined ||
    etcd === undefined ||
    kubectl === undefined ||
    terraform === undefined ||
    awsProvider === undefined
  )
    throw new MissingComponent(missing.join("\n"));
  return {
    components: {
      unshare,
      unshareArguments: unshareWay,
      ip,
      etcd,
      kubectl,
      terraform,
      awsProvider,
      ...optional.found,
      python: installMinistack(environment, props.say),
      apiserver: await haveApiserver(props),
    },
    without: optional.without,
  };
}

/** What the lab does without. */
function findOptional(
  environment: NodeJS.ProcessEnv,
  missing: string[],
): {
  readonly found: Partial<Components>;
  readonly without: readonly string[];
} {
  const kubernetesProvider = findProvider("hashicorp/kubernetes", environment);
  const awsCli = findProgram("aws", environment);
  const webhook = findProgram(
    "amazon-eks-pod-identity-webhook",
    environment,
    "LAB_WEBHOOK",
  );
  if (isSet(environment.LAB_WEBHOOK) && webhook === undefined)
    missing.push("missing: the identity webhook that LAB_WEBHOOK names");
  const without = [
    ...(kubernetesProvider
      ? []
      : [
          "missing: the Kubernetes provider as a file (name it by TERRAFORM_PROVIDER_KUBERNETES); not proved: service accounts made by Terraform, with exec authentication",
        ]),
    ...(awsCli === undefined
      ? [
          "missing: the AWS CLI (https://aws.amazon.com/cli); not proved: pods that use it, and exec authentication",
        ]
      : []),
    ...(webhook === undefined
      ? [
          "missing: the EKS identity webhook (build github.com/aws/amazon-eks-pod-identity-webhook and name it by LAB_WEBHOOK); not proved: that the real one injects what the stand-in does",
        ]
      : []),
  ];
  return {
    found: {
      ...(kubernetesProvider && { kubernetesProvider }),
      ...(awsCli !== undefined && { awsCli }),
      ...(webhook !== undefined && { webhook }),
    },
    without,
  };
}

function isSet(setting: string | undefined): boolean {
  return setting !== undefined && setting !== "";
}
