import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type {
  Cluster,
  Environment,
  ServiceAccount,
  Workload,
} from "../../modules/environment";
import type { LightLab } from "../light/light-lab";
import { injectIdentity } from "../pods/identity-webhook";
import { getCallerIdentity, type CallerIdentity } from "../pods/run-pod";
import { inParallel } from "./in-parallel";

/** One service account on one cluster: who its pods are, and who a neighbour's pods are. */
export interface IdentityRow {
  readonly stack: string;
  readonly serviceAccount: string;
  readonly identity: Workload["identity"];
  readonly declaredRole: string;
  /** What a pod of the service account got. */
  readonly own: CallerIdentity;
  /** What a pod of another service account got that was given the same annotation or variables. */
  readonly neighbour: CallerIdentity;
  /** Whether its own pods have the declared role, and the neighbour's have none. */
  readonly right: boolean;
}

/** Pods that ask at once. */
const atOnce = 4;

/**
 * Asks for every workload and cluster who its pods are, by what was deployed: annotations come from the
 * manifest beside the stack, associations from EKS.
 *
 * @param outdir the folder that the stacks were synthesized to
 */
export function identityTable(
  lab: LightLab,
  environment: Environment,
  outdir: string,
): Promise<readonly IdentityRow[]> {
  return inParallel(
    atOnce,
    environment.clusters.flatMap((cluster) =>
      cluster.workloads.flatMap((workload) =>
        workload.serviceAccounts.map(
          (serviceAccount) => () =>
            askOne(lab, cluster, workload, serviceAccount, outdir),
        ),
      ),
    ),
  );
}

async function askOne(
  lab: LightLab,
  cluster: Cluster,
  workload: Workload,
  serviceAccount: ServiceAccount,
  outdir: string,
): Promise<IdentityRow> {
  const { namespace } = serviceAccount;
  const name =
    "name" in serviceAccount
      ? serviceAccount.name
      : serviceAccount.namePattern.replace(/[*?]/g, "a");
  const annotations = annotationsOf(outdir, cluster.stack, namespace, name);
  const isAssociated = await hasAssociation(lab, cluster, namespace, name);
  const own = await ask(lab, cluster, {
    namespace,
    name,
    annotations,
    isAssociated,
  });
  const neighbour = await ask(lab, cluster, {
    namespace,
    name: "neighbour",
    annotations,
    isAssociated,
  });
  return {
    stack: cluster.stack,
    serviceAccount: `${namespace}/${name}`,
    identity: workload.identity,
    declaredRole: workload.role.arn,
    own,
    neighbour,
    right: isRole(own, workload.role.arn) && "error" in neighbour,
  };
}

interface AskingPod {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly isAssociated: boolean;
}

function ask(
  lab: LightLab,
  cluster: Cluster,
  pod: AskingPod,
): Promise<CallerIdentity> {
  const issuer = lab.issuers.get(cluster.key);
  if (issuer === undefined)
    throw new Error(`cluster ${cluster.key} has no issuer in this lab`);
  return getCallerIdentity({
    identity: injectIdentity({ ...pod, region: cluster.region }),
    issueToken: (audience, expiresIn) =>
      issuer.issue({
        namespace: pod.namespace,
        serviceAccount: pod.name,
        audience,
        expiresIn,
        pod: `${pod.name}-1`,
      }),
    region: cluster.region,
    endpoint: lab.endpoint,
    agent: lab.agent,
  });
}

/** What the stack's own manifest annotates the service account with. */
function annotationsOf(
  outdir: string,
  stack: string,
  namespace: string,
  name: string,
): Readonly<Record<string, string>> {
  const file = join(outdir, "stacks", stack, "service-accounts.yaml");
  const manifests = parseAllDocuments(readFileSync(file, "utf8")).map(
    (document) =>
      document.toJS() as {
        readonly metadata: {
          readonly namespace: string;
          readonly name: string;
          readonly annotations?: Readonly<Record<string, string>>;
        };
      },
  );
  const found = manifests.find(
    ({ metadata }) =>
      metadata.namespace === namespace && metadata.name === name,
  );
  return found?.metadata.annotations ?? {};
}

async function hasAssociation(
  lab: LightLab,
  cluster: Cluster,
  namespace: string,
  serviceAccount: string,
): Promise<boolean> {
  const query = new URLSearchParams({ namespace, serviceAccount });
  const { value } = await lab.upstream.eks(
    cluster,
    "GET",
    `/clusters/${cluster.name}/pod-identity-associations?${query.toString()}`,
  );
  const { associations = [] } = value as {
    readonly associations?: readonly {
      readonly namespace: string;
      readonly serviceAccount: string;
    }[];
  };
  return associations.some(
    (one) =>
      one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
}

/** Whether an identity is a session of the role: `assumed-role/<name>/<session>`, without the path. */
function isRole(identity: CallerIdentity, roleArn: string): boolean {
  if (!("arn" in identity)) return false;
  const [, partition, account, name] =
    /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  return identity.arn.startsWith(
    `arn:${partition ?? ""}:sts::${account ?? ""}:assumed-role/${name ?? ""}/`,
  );
}
