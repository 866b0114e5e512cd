import https from "node:https";
import { readFileSync } from "node:fs";
import type { Certificate } from "./certificate";

export interface PatchOperation {
  readonly op: "add";
  readonly path: string;
  readonly value: unknown;
}

export interface AdmissionWebhook {
  readonly close: () => Promise<void>;
}

interface AdmissionReview {
  readonly apiVersion: string;
  readonly request: {
    readonly uid: string;
    readonly namespace: string;
    readonly object: unknown;
  };
}

/** An object that is admitted is at most 1.5 MiB in etcd; a review holds little more. */
const longestReview = 3 * 1024 * 1024;

/**
 * Serves admission reviews over HTTPS on loopback: each object gets the operations that `mutate` says.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#webhook-request-and-response
 */
export async function serveAdmission(
  props: { readonly port: number; readonly certificate: Certificate },
  mutate: (
    object: unknown,
    namespace: string,
  ) => Promise<readonly PatchOperation[]>,
): Promise<AdmissionWebhook> {
  const server = https.createServer(
    {
      cert: props.certificate.pem,
      key: readFileSync(props.certificate.keyFile),
      requestTimeout: 30_000,
    },
    (request, response) => {
      readBody(request)
        .then((body) => review(body, mutate))
        .then((answer) => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(answer));
        })
        .catch((error: unknown) => {
          response.statusCode = 500;
          response.end(String(error));
        });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(props.port, "127.0.0.1", resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function review(
  body: string,
  mutate: (
    object: unknown,
    namespace: string,
  ) => Promise<readonly PatchOperation[]>,
): Promise<object> {
  const { apiVersion, request } = JSON.parse(body) as AdmissionReview;
  const operations = await mutate(request.object, request.namespace);
  return {
    apiVersion,
    kind: "AdmissionReview",
    response: {
      uid: request.uid,
      allowed: true,
      ...(operations.length > 0 && {
        patchType: "JSONPatch",
        patch: Buffer.from(JSON.stringify(operations)).toString("base64"),
      }),
    },
  };
}

async function readBody(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > longestReview) throw new Error("review is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
