import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProcess, waitUntil } from "../child-process";
import { KubernetesApi } from "./api-client";
import type { Certificate } from "./certificate";
import { kubeconfig, tokenReviewConfig } from "./kubeconfig";
import { makeServiceAccountKeys } from "./service-account-keys";

export interface ApiserverProps {
  readonly program: string;
  readonly name: string;
  readonly port: number;
  readonly etcd: string;
  /** The issuer of its service account tokens. */
  readonly issuer: string;
  readonly certificate: Certificate;
  /** Reviews bearer tokens that it doesn't know itself. */
  readonly tokenReviewUrl: string;
  /** A folder of this API server's own. */
  readonly directory: string;
}

export interface Apiserver {
  readonly api: KubernetesApi;
  /** A kubeconfig of its administrator. */
  readonly kubeconfigFile: string;
}

/** Milliseconds until an API server is ready on a slow machine. */
const patience = 120_000;

/**
 * Starts a real kube-apiserver on loopback. It admits, issues and publishes keys as on EKS; there are no
 * controllers and no nodes.
 */
export async function startApiserver(
  props: ApiserverProps,
): Promise<Apiserver> {
  const { directory } = props;
  mkdirSync(directory, { recursive: true });
  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const keys = makeServiceAccountKeys(directory);
  const api = new KubernetesApi({
    endpoint: `https://127.0.0.1:${props.port}`,
    certificateAuthority: props.certificate.pem,
    token: randomUUID(),
  });
  const process = startProcess({
    command: props.program,
    args: [
      `--etcd-servers=${props.etcd}`,
      `--etcd-prefix=/${props.name}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${props.port}`,
      `--tls-cert-file=${props.certificate.certificateFile}`,
      `--tls-private-key-file=${props.certificate.keyFile}`,
      `--cert-dir=${directory}`,
      "--service-cluster-ip-range=10.96.0.0/24",
      `--service-account-issuer=${props.issuer}`,
      `--service-account-jwks-uri=${props.issuer}/keys`,
      `--service-account-signing-key-file=${keys.privateKeyFile}`,
      `--service-account-key-file=${keys.publicKeyFile}`,
      "--api-audiences=https://kubernetes.default.svc",
      "--authorization-mode=RBAC",
      `--token-auth-file=${file("tokens.csv", `${api.access.token},admin,admin,"system:masters"\n`)}`,
      `--authentication-token-webhook-config-file=${file("token-review.json", tokenReviewConfig(props.tokenReviewUrl))}`,
      "--authentication-token-webhook-cache-ttl=2s",
    ],
    environment: { HOME: directory },
    directory,
    logFile: join(directory, "kube-apiserver.log"),
  });
  await waitUntil(
    `kube-apiserver of ${props.name}`,
    async () => (await api.call("GET", "/readyz")).status === 200,
    process,
    patience,
  );
  return { api, kubeconfigFile: file("kubeconfig", kubeconfig(api.access)) };
}
