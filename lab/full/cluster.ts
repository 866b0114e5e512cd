import type { Cluster } from "../../modules/environment";
import { freePort } from "../free-port";
import type { Upstream } from "../front/upstream";
import type { KubernetesApi } from "../kubernetes/api-client";
import { startApiserver } from "../kubernetes/apiserver";
import type { Certificate } from "../kubernetes/certificate";
import { registerWebhook } from "../kubernetes/register-webhook";
import { startRealWebhook } from "../kubernetes/webhook-real";
import { startWebhookStandIn } from "../kubernetes/webhook-stand-in";
import { isAssociated, listAssociations } from "./associations";
import type { Components } from "./components";

/** A cluster of the lab that runs. */
export interface RunningCluster {
  readonly cluster: Cluster;
  readonly api: KubernetesApi;
  readonly kubeconfigFile: string;
  /** Tells the identity webhook which associations there are now, where it doesn't ask itself. */
  readonly publishAssociations: () => Promise<void>;
}

export interface StartClusterProps {
  readonly cluster: Cluster;
  readonly components: Components;
  readonly port: number;
  /** The address of etcd. */
  readonly etcd: string;
  readonly certificate: Certificate;
  /** The lab's AWS endpoint. */
  readonly endpoint: string;
  readonly upstream: Upstream;
  readonly directory: string;
}

/** Starts a real API server and the identity webhook: the real one where it is named. */
export async function startCluster(
  props: StartClusterProps,
): Promise<RunningCluster> {
  const { cluster, certificate, directory, upstream } = props;
  const { api, kubeconfigFile } = await startApiserver({
    program: props.components.apiserver,
    name: cluster.name,
    port: props.port,
    etcd: props.etcd,
    issuer: cluster.issuer ?? `https://127.0.0.1:${props.port}`,
    certificate,
    tokenReviewUrl: `${props.endpoint}/_lab/tokenreview/${cluster.name}`,
    directory,
  });
  const port = await freePort();
  const webhook = { port, certificate, region: cluster.region };
  let publishAssociations = (): Promise<void> => Promise.resolve();
  if (props.components.webhook === undefined) {
    await startWebhookStandIn({
      ...webhook,
      api,
      isAssociated: (serviceAccount) =>
        isAssociated(upstream, cluster, serviceAccount),
    });
  } else {
    const real = await startRealWebhook({
      ...webhook,
      program: props.components.webhook,
      kubeconfigFile,
      directory,
    });
    publishAssociations = async () => {
      real.associate(await listAssociations(upstream, cluster));
    };
  }
  await registerWebhook(api, port, certificate);
  return { cluster, api, kubeconfigFile, publishAssociations };
}
