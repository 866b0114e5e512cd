import { renameSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { startProcess, waitUntil } from "../child-process";
import { freePort } from "../free-port";
import type { Certificate } from "./certificate";
import type { ServiceAccountName } from "./service-accounts";

export interface RealWebhookProps {
  readonly program: string;
  readonly port: number;
  readonly certificate: Certificate;
  readonly kubeconfigFile: string;
  readonly region: string;
  /** A folder of this webhook's own. */
  readonly directory: string;
}

export interface RealWebhook {
  /** Tells it which service accounts have an association, as the EKS control plane does. */
  readonly associate: (serviceAccounts: readonly ServiceAccountName[]) => void;
}

/**
 * Starts the real EKS identity webhook outside its cluster.
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export async function startRealWebhook(
  props: RealWebhookProps,
): Promise<RealWebhook> {
  const identities = join(props.directory, "identities.json");
  const associate = (serviceAccounts: readonly ServiceAccountName[]): void => {
    const text = JSON.stringify({
      identities: serviceAccounts.map(({ namespace, name }) => ({
        namespace,
        serviceAccount: name,
      })),
    });
    writeFileSync(`${identities}.new`, text);
    renameSync(`${identities}.new`, identities);
  };
  associate([]);
  const process = startProcess({
    command: props.program,
    args: [
      "--in-cluster=false",
      `--kubeconfig=${props.kubeconfigFile}`,
      `--tls-cert=${props.certificate.certificateFile}`,
      `--tls-key=${props.certificate.keyFile}`,
      `--port=${props.port}`,
      `--metrics-port=${await freePort()}`,
      `--aws-default-region=${props.region}`,
      "--sts-regional-endpoint",
      `--watch-container-credentials-config=${identities}`,
    ],
    environment: { HOME: props.directory },
    directory: props.directory,
    logFile: join(props.directory, "webhook.log"),
  });
  await waitUntil("the identity webhook", () => listens(props.port), process);
  return { associate };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
