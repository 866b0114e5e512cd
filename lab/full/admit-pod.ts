import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createPod, deletePod, type Pod } from "../kubernetes/pods";
import type { ServiceAccountName } from "../kubernetes/service-accounts";
import { isAssociated } from "./associations";
import type { RunningCluster } from "./cluster";
import type { FullLab } from "./full-lab";

/** Milliseconds in which the identity webhook has to take notice of an association. */
const patience = 10_000;

/**
 * Has a cluster admit a pod of a service account. The real identity webhook takes notice of associations
 * a moment after they change; until then the pod is taken away and asked for again.
 */
export async function admitPod(
  lab: FullLab,
  running: RunningCluster,
  serviceAccount: ServiceAccountName,
): Promise<Pod> {
  const { cluster, api } = running;
  const expected = await isAssociated(lab.upstream, cluster, serviceAccount);
  await running.publishAssociations();
  const end = Date.now() + patience;
  for (;;) {
    const pod = await createPod(api, {
      name: `${serviceAccount.name}-${randomBytes(4).toString("hex")}`,
      serviceAccount,
      environment: {
        AWS_REGION: cluster.region,
        AWS_DEFAULT_REGION: cluster.region,
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ENDPOINT_URL_STS: lab.endpoint,
      },
    });
    const label = pod.metadata.labels?.["eks.amazonaws.com/pod-identity"];
    if ((label === "enabled") === expected) return pod;
    await deletePod(api, pod);
    if (Date.now() > end)
      throw new Error(
        `the identity webhook of ${cluster.stack} did not take notice of an association's change`,
      );
    await delay(200);
  }
}
