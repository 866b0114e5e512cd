import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../modules/environment";
import { freePort } from "../free-port";
import { podIdentityAgent } from "../front/agent";
import { startFront } from "../front/front";
import { serve } from "../front/http";
import { Issuer } from "../front/issuer";
import { Upstream } from "../front/upstream";
import { installMinistack } from "../ministack/install";
import { startMinistack } from "../ministack/start";
import { seedAws } from "../seed-aws";

/** An AWS with clusters on this machine, without Kubernetes: the lab issues tokens itself. */
export interface LightLab {
  /** The AWS endpoint. */
  readonly endpoint: string;
  /** The Pod Identity agent's address. */
  readonly agent: string;
  /** Cluster key -> the issuer of its tokens. */
  readonly issuers: ReadonlyMap<string, Issuer>;
  /** What Terraform and the AWS CLI need in their environment to work on it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly upstream: Upstream;
  /** The process of the emulated AWS; everything else is in this one. */
  readonly pid: number;
  /** Its folder, which goes with it. */
  readonly directory: string;
  readonly close: () => Promise<void>;
}

export interface LightLabProps {
  /** The environment whose clusters it has. */
  readonly environment: Environment;
  readonly say: (line: string) => void;
}

/**
 * Starts the lab on free ports of the loopback address, in a folder of its own.
 *
 * @throws MissingComponent where Python or MiniStack can't be had.
 */
export async function startLightLab(props: LightLabProps): Promise<LightLab> {
  const { environment } = props;
  const python = installMinistack(process.env, props.say);
  const directory = mkdtempSync(join(tmpdir(), "workload-identity-lab-"));
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const ministack = await startMinistack({ python, port, directory });
    closers.push(ministack.stop);
    const upstream = new Upstream(port);
    closers.push(() => {
      upstream.close();
      return Promise.resolve();
    });
    await seedAws(upstream, environment);
    const issuers = new Map(
      environment.clusters.flatMap(({ key, issuer }) =>
        issuer === undefined ? [] : [[key, new Issuer(issuer)] as const],
      ),
    );
    const clusters = environment.clusters.flatMap((cluster) => {
      const issuer = issuers.get(cluster.key);
      return issuer === undefined
        ? []
        : [
            {
              name: cluster.name,
              account: cluster.account,
              region: cluster.region,
              issuer: issuer.url,
              keys: () => Promise.resolve(issuer.keys),
            },
          ];
    });
    const front = await startFront({ upstream, clusters, port: 0 });
    closers.push(front.close);
    const agentPort = await freePort();
    const agent = await serve(
      { host: "127.0.0.1", port: agentPort },
      podIdentityAgent(upstream, clusters, [`127.0.0.1:${agentPort}`]),
    );
    closers.push(agent.close);
    const endpoint = `http://127.0.0.1:${front.port}`;
    return {
      endpoint,
      agent: `http://127.0.0.1:${agentPort}`,
      issuers,
      upstream,
      pid: ministack.pid,
      directory,
      variables: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: environment.account,
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_REGION: environment.clusters[0]?.region ?? "us-east-1",
        AWS_EC2_METADATA_DISABLED: "true",
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
