import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Environment } from "../../modules/environment";
import { freePort } from "../free-port";
import { podIdentityAgent } from "../front/agent";
import type { LabCluster } from "../front/cluster";
import { startFront } from "../front/front";
import { serve } from "../front/http";
import { Upstream } from "../front/upstream";
import { makeCertificate } from "../kubernetes/certificate";
import { startEtcd } from "../kubernetes/etcd";
import { issuerKeys } from "../kubernetes/issuer-keys";
import { startMinistack } from "../ministack/start";
import { seedAws } from "../seed-aws";
import { startCluster, type RunningCluster } from "./cluster";
import type { Components } from "./components";

/** An AWS with two real Kubernetes APIs, in namespaces of its own. */
export interface FullLab {
  /** The AWS endpoint. */
  readonly endpoint: string;
  /** Cluster key -> the cluster that runs. */
  readonly clusters: ReadonlyMap<string, RunningCluster>;
  /** What Terraform and the AWS CLI need in their environment to work on it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly upstream: Upstream;
}

export interface FullLabProps {
  readonly components: Components;
  readonly environment: Environment;
  /** A folder of this lab's own. */
  readonly directory: string;
  readonly say: (line: string) => void;
}

/** The address at which every pod on EKS finds the agent. */
const agentAddress = "169.254.170.23";

/**
 * Starts everything, inside the lab's namespaces. It is stopped with them, so nothing is returned that
 * stops it.
 */
export async function startFullLab(props: FullLabProps): Promise<FullLab> {
  const { components, environment, directory, say } = props;
  const start = Date.now();
  const started = (what: string): void => {
    say(`  ${((Date.now() - start) / 1000).toFixed(1)} s: ${what}`);
  };
  bringUpNetwork(components.ip);
  const certificate = makeCertificate(directory);
  const [ministackPort, etcd] = await Promise.all([
    freePort(),
    startEtcd(components.etcd, directory),
  ]);
  started("etcd");
  await startMinistack({
    python: components.python,
    port: ministackPort,
    directory,
  });
  const upstream = new Upstream(ministackPort);
  await seedAws(upstream, environment);
  started("MiniStack, with the environment's clusters");

  const running = new Map<string, RunningCluster>();
  const ports = await freePorts(environment.clusters.length);
  const known = environment.clusters.flatMap((cluster, index) =>
    labCluster(cluster, ports[index] ?? 0, certificate.pem, running),
  );
  const front = await startFront({ upstream, clusters: known, port: 0 });
  const endpoint = `http://127.0.0.1:${front.port}`;
  await serve(
    { host: agentAddress, port: 80 },
    podIdentityAgent(upstream, known, [agentAddress]),
  );
  started("front and agent");

  await Promise.all(
    environment.clusters.map(async (cluster, index) => {
      const folder = join(directory, cluster.stack);
      mkdirSync(folder);
      running.set(
        cluster.key,
        await startCluster({
          cluster,
          components,
          port: ports[index] ?? 0,
          etcd,
          certificate,
          endpoint,
          upstream,
          directory: folder,
        }),
      );
      started(`kube-apiserver and identity webhook of ${cluster.stack}`);
    }),
  );
  const region = environment.clusters[0]?.region ?? "us-east-1";
  return {
    endpoint,
    clusters: inOrder(environment, running),
    upstream,
    variables: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: environment.account,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
}

function bringUpNetwork(ip: string): void {
  for (const args of [
    ["link", "set", "lo", "up"],
    ["address", "add", `${agentAddress}/32`, "dev", "lo"],
  ]) {
    const { status, stderr } = spawnSync(ip, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr}`);
  }
}

/** What the front knows of a cluster; its keys are asked for when the first token comes. */
function labCluster(
  cluster: Cluster,
  port: number,
  certificate: string,
  running: ReadonlyMap<string, RunningCluster>,
): readonly LabCluster[] {
  if (cluster.issuer === undefined) return [];
  return [
    {
      name: cluster.name,
      account: cluster.account,
      region: cluster.region,
      issuer: cluster.issuer,
      endpoint: `https://127.0.0.1:${port}`,
      certificateAuthority: Buffer.from(certificate).toString("base64"),
      keys: async () => {
        const api = running.get(cluster.key)?.api;
        return api === undefined ? [] : issuerKeys(api);
      },
    },
  ];
}

/** The clusters in the environment's order, whichever came up first. */
function inOrder(
  environment: Environment,
  running: ReadonlyMap<string, RunningCluster>,
): ReadonlyMap<string, RunningCluster> {
  return new Map(
    environment.clusters.flatMap(({ key }) => {
      const one = running.get(key);
      return one === undefined ? [] : [[key, one] as const];
    }),
  );
}

/** Ports that differ: one after the other could be the same. */
async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
