import { deletePod } from "../kubernetes/pods";
import {
  requestToken,
  type ServiceAccountName,
} from "../kubernetes/service-accounts";
import { admitPod } from "./admit-pod";
import type { RunningCluster } from "./cluster";
import type { FullLab } from "./full-lab";

/** A token that the API server issued for a pod of a service account. */
export async function podToken(
  lab: FullLab,
  running: RunningCluster,
  serviceAccount: ServiceAccountName,
  audience: string,
): Promise<string> {
  const pod = await admitPod(lab, running, serviceAccount);
  const { name, uid } = pod.metadata;
  const token = await requestToken(running.api, serviceAccount, {
    audience,
    pod: { name, uid },
  });
  await deletePod(running.api, pod);
  return token;
}

/** The token with another service account's name in it, and the old signature. */
export function withSubject(
  token: string,
  { namespace, name }: ServiceAccountName,
): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(
    Buffer.from(payload, "base64url").toString(),
  ) as Record<string, unknown>;
  claims.sub = `system:serviceaccount:${namespace}:${name}`;
  const edited = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return [header, edited, signature].join(".");
}

/** The token with another signature. */
export function withOtherSignature(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return [header, payload, bytes.toString("base64url")].join(".");
}
