import https from "node:https";

export interface ApiAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** Where a Kubernetes API is, and who calls it. */
export interface ApiAccess {
  readonly endpoint: string;
  /** The certificate authority of the API server, as PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
}

/** Longest time for one call, in milliseconds. */
const timeout = 30_000;

/** A Kubernetes API, called with JSON. */
export class KubernetesApi {
  constructor(readonly access: ApiAccess) {}

  /** Calls it, whatever the answer. */
  call(method: string, path: string, body?: object): Promise<ApiAnswer> {
    const { endpoint, certificateAuthority, token } = this.access;
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(path, endpoint),
        {
          method,
          ca: certificateAuthority,
          timeout,
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/json",
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 500,
              value: parse(Buffer.concat(chunks).toString()),
            });
          });
        },
      );
      request.on("timeout", () =>
        request.destroy(new Error(`${method} ${path} took too long`)),
      );
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /**
   * Calls it for an answer that means success.
   *
   * @throws Error with the answer where it doesn't.
   */
  async succeed(method: string, path: string, body?: object): Promise<unknown> {
    const { status, value } = await this.call(method, path, body);
    if (status >= 300)
      throw new Error(
        `${method} ${path} answered ${status}: ${JSON.stringify(value)}`,
      );
    return value;
  }
}

/** Health checks answer in plain text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
