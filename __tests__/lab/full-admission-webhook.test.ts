import https from "node:https";
import { freePort } from "../../lab/free-port";
import { findProgram } from "../../lab/full/find-program";
import {
  serveAdmission,
  type PatchOperation,
} from "../../lab/kubernetes/admission-webhook";
import { makeCertificate } from "../../lab/kubernetes/certificate";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";

const openssl = {
  name: "openssl",
  isThere: findProgram("openssl", process.env) !== undefined,
  advice: "apt-get install openssl",
};
const label: PatchOperation = {
  op: "add",
  path: "/metadata/labels",
  value: { namespace: "echo" },
};

interface Review {
  readonly response: { readonly patch: string };
}

/** Sends a review as an API server does, and gives the status and the answer's body. */
function post(
  port: number,
  certificateAuthority: string,
  body: string,
): Promise<readonly [status: number | undefined, body: string]> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: "127.0.0.1",
        port,
        path: "/mutate",
        method: "POST",
        ca: certificateAuthority,
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => {
          resolve([response.statusCode, text]);
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function review(namespace: string): string {
  return JSON.stringify({
    apiVersion: "admission.k8s.io/v1beta1",
    request: { uid: "1", namespace, object: { metadata: {} } },
  });
}

describe("the admission webhook", () => {
  itNeeds(
    [openssl],
    "answers with a patch where there is one, and goes on after a review that it can't read",
    async () => {
      const certificate = makeCertificate(temporaryFolder());
      const port = await freePort();
      const server = await serveAdmission(
        { port, certificate },
        (_, namespace) => Promise.resolve(namespace === "echo" ? [label] : []),
      );
      try {
        const [broken] = await post(port, certificate.pem, "{");
        const [status, patched] = await post(
          port,
          certificate.pem,
          review("echo"),
        );
        const [, plain] = await post(port, certificate.pem, review("other"));

        expect(broken).toBe(500);
        expect(status).toBe(200);
        const { patch } = (JSON.parse(patched) as Review).response;
        expect(JSON.parse(Buffer.from(patch, "base64").toString())).toEqual([
          label,
        ]);
        expect(JSON.parse(plain)).toEqual({
          apiVersion: "admission.k8s.io/v1beta1",
          kind: "AdmissionReview",
          response: { uid: "1", allowed: true },
        });
      } finally {
        await server.close();
      }
    },
  );
});
