import { injectIdentity } from "../pods/identity-webhook";
import { serveAdmission, type AdmissionWebhook } from "./admission-webhook";
import type { KubernetesApi } from "./api-client";
import type { Certificate } from "./certificate";
import { identityPatch } from "./identity-patch";
import type { Pod } from "./pods";
import { readAnnotations, type ServiceAccountName } from "./service-accounts";

export interface WebhookProps {
  readonly port: number;
  readonly certificate: Certificate;
  readonly api: KubernetesApi;
  readonly region: string;
  /** Whether a Pod Identity association exists for a service account. */
  readonly isAssociated: (
    serviceAccount: ServiceAccountName,
  ) => Promise<boolean>;
}

/** Serves the identity webhook of one cluster, where there is no real one. */
export function startWebhookStandIn(
  props: WebhookProps,
): Promise<AdmissionWebhook> {
  return serveAdmission(props, async (object, namespace) => {
    const pod = object as Pod;
    const serviceAccount = { namespace, name: pod.spec.serviceAccountName };
    const identity = injectIdentity({
      annotations: (await readAnnotations(props.api, serviceAccount)) ?? {},
      isAssociated: await props.isAssociated(serviceAccount),
      region: props.region,
    });
    return identity === undefined ? [] : identityPatch(pod, identity);
  });
}
