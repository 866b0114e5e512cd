import { freePort } from "../../../lab/free-port";
import { startFront } from "../../../lab/front/front";
import { Issuer } from "../../../lab/front/issuer";
import { Upstream } from "../../../lab/front/upstream";
import { startMinistack } from "../../../lab/ministack/start";
import { account, bucketOf, clusterName, otherAccount, region } from "./matrix";

/** An emulated AWS of its own for the matrix: two accounts with a bucket each, a cluster. */
export interface MatrixLab {
  /** A client of the front, as any other: it has no way to the emulator. */
  readonly client: Upstream;
  readonly issuer: Issuer;
  readonly close: () => Promise<void>;
}

export interface MatrixLabProps {
  /** A Python that has MiniStack. */
  readonly python: string;
  /** A folder of its own. */
  readonly directory: string;
  /** Without the lab's changes of MiniStack. @default false */
  readonly plain?: boolean;
}

/** Starts the emulator behind a front. */
export async function startMatrixLab(
  props: MatrixLabProps,
): Promise<MatrixLab> {
  const port = await freePort();
  const ministack = await startMinistack({ ...props, port });
  const upstream = new Upstream(port);
  const issuer = new Issuer(
    `https://oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
  );
  const front = await startFront({
    upstream,
    port: 0,
    clusters: [
      {
        name: clusterName,
        account,
        region,
        issuer: issuer.url,
        keys: () => Promise.resolve(issuer.keys),
      },
    ],
  });
  const client = new Upstream(front.port);
  const close = async (): Promise<void> => {
    client.close();
    await front.close();
    upstream.close();
    await ministack.stop();
  };
  try {
    await client.iam(account, {
      Action: "CreateRole",
      RoleName: "eks-cluster",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "eks.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      }),
    });
    const cluster = await client.eks({ account, region }, "POST", "/clusters", {
      name: clusterName,
      roleArn: `arn:aws:iam::${account}:role/eks-cluster`,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
    const buckets = await Promise.all(
      [account, otherAccount].map((owner) =>
        client.signed(
          { account: owner, region, service: "s3" },
          "PUT",
          `/${bucketOf(owner)}`,
        ),
      ),
    );
    if ([cluster, ...buckets].some(({ status }) => status !== 200))
      throw new Error("the emulated AWS takes no cluster or bucket");
    return { client, issuer, close };
  } catch (error) {
    await close();
    throw error;
  }
}
