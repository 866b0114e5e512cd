import http from "node:http";
import type { LabCluster } from "../../../lab/front/cluster";
import { startFront } from "../../../lab/front/front";
import type { LabServer } from "../../../lab/front/http";
import { Issuer } from "../../../lab/front/issuer";
import { Upstream } from "../../../lab/front/upstream";
import {
  startServer,
  type Request,
  type Response,
} from "../../support/loopback-server";

export const account = "333333333333";
export const region = "us-east-1";
export const issuer = new Issuer(
  `https://oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
);
export const cluster: LabCluster = {
  name: "alpha",
  account,
  region,
  issuer: issuer.url,
  keys: () => Promise.resolve(issuer.keys),
};

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  /** The request line's target, sent as it is. */
  readonly target?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Sends the body in chunks, without a length. */
  readonly chunked?: boolean;
}

/** Sends a request as it is written, which `fetch` would tidy up. */
export function send(port: number, sent: Sent): Promise<Answer> {
  const body = sent.body ?? "";
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        method: sent.method ?? "GET",
        path: sent.target ?? "/",
        headers: {
          ...(sent.chunked !== true && {
            "content-length": Buffer.byteLength(body),
          }),
          ...sent.headers,
        },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    request.on("error", reject);
    if (sent.chunked === true) request.write("");
    request.end(body);
  });
}

/** The header of a request that is signed for a service by an account's root, whose signature nobody checks. */
export function signedFor(service: string): { readonly authorization: string } {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${account}/20261124/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
  };
}

export const form = { "content-type": "application/x-www-form-urlencoded" };

export interface TestFront {
  readonly send: (sent: Sent) => Promise<Answer>;
  readonly port: number;
  /** What reached the emulator's place, in order. */
  readonly passedOn: readonly Request[];
}

const fronts: { readonly front: LabServer; readonly upstream: Upstream }[] = [];

afterAll(async () => {
  for (const { front, upstream } of fronts.splice(0)) {
    await front.close();
    upstream.close();
  }
});

/** Starts a front before a server that writes down what it gets and answers as told. */
export async function startTestFront(
  answer: (request: Request) => Response = () => ({ status: 200, body: "{}" }),
  clusters: readonly LabCluster[] = [cluster],
): Promise<TestFront> {
  const passedOn: Request[] = [];
  const url = await startServer((request) => {
    passedOn.push(request);
    return answer(request);
  });
  const upstream = new Upstream(Number(new URL(url).port));
  const front = await startFront({ upstream, clusters, port: 0 });
  fronts.push({ front, upstream });
  return {
    send: (sent) => send(front.port, sent),
    port: front.port,
    passedOn,
  };
}
