import type { KubernetesApi } from "./api-client";
import type { Certificate } from "./certificate";

/**
 * Has an API server send new pods to the identity webhook. EKS admits pods when its webhook is away; here
 * they are refused, so that no check passes for want of it.
 */
export async function registerWebhook(
  api: KubernetesApi,
  port: number,
  certificate: Certificate,
): Promise<void> {
  await api.succeed(
    "POST",
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingWebhookConfiguration",
      metadata: { name: "pod-identity-webhook" },
      webhooks: [
        {
          name: "pod-identity-webhook.amazonaws.com",
          clientConfig: {
            url: `https://127.0.0.1:${port}/mutate`,
            caBundle: Buffer.from(certificate.pem).toString("base64"),
          },
          rules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              operations: ["CREATE"],
              resources: ["pods"],
            },
          ],
          admissionReviewVersions: ["v1beta1"],
          sideEffects: "None",
          failurePolicy: "Fail",
        },
      ],
    },
  );
}
