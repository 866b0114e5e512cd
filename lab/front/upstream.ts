import { createHash, createHmac } from "node:crypto";
import http from "node:http";

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Keys of a role's session. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Whom a request is signed as, and what for. */
type Signing = Signer & {
  readonly region: string;
  readonly service: "eks" | "iam" | "sts" | "s3";
};

const contentTypes = {
  eks: "application/json",
  iam: "application/x-www-form-urlencoded",
  sts: "application/x-www-form-urlencoded",
  s3: "application/octet-stream",
};

/** An account's root, which MiniStack knows by the account id, or a session. */
export type Signer =
  { readonly account: string } | { readonly credentials: SessionCredentials };

/** The emulated AWS behind the front. Only the front knows its address. */
export class Upstream {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  private readonly host: string;

  constructor(private readonly port: number) {
    this.host = `127.0.0.1:${port}`;
  }

  /** Sends a request as it is. */
  send(
    method: string,
    target: string,
    headers: http.OutgoingHttpHeaders,
    body: Buffer | string = "",
  ): Promise<UpstreamResponse> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent: this.agent,
          host: "127.0.0.1",
          port: this.port,
          method,
          path: target,
          headers: { ...headers, "content-length": Buffer.byteLength(body) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 500,
              headers: response.headers,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  /**
   * Sends a request signed by AWS Signature Version 4.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
   */
  signed(
    signing: Signing,
    method: string,
    target: string,
    body = "",
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<UpstreamResponse> {
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const { accessKeyId, secretAccessKey, sessionToken } =
      "credentials" in signing
        ? signing.credentials
        : { accessKeyId: signing.account, secretAccessKey: "test" };
    const scope = [
      time.slice(0, 8),
      signing.region,
      signing.service,
      "aws4_request",
    ];
    const signedHeaders: Readonly<Record<string, string>> = {
      host: this.host,
      "x-amz-content-sha256": sha256(body),
      "x-amz-date": time,
      ...(sessionToken !== undefined && {
        "x-amz-security-token": sessionToken,
      }),
    };
    const names = Object.keys(signedHeaders).join(";");
    const canonical = [
      method,
      ...canonicalTarget(target, signing.service),
      ...Object.entries(signedHeaders).map(
        ([name, value]) => `${name}:${value}`,
      ),
      "",
      names,
      sha256(body),
    ].join("\n");
    const key = scope.reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
    const signature = hmac(
      key,
      ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n"),
    ).toString("hex");
    return this.send(
      method,
      target,
      {
        ...signedHeaders,
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`,
        "content-type": contentTypes[signing.service],
        ...headers,
      },
      body,
    );
  }

  /** Calls IAM as an account's root. */
  iam(
    account: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<UpstreamResponse> {
    return this.signed(
      { account, region: "us-east-1", service: "iam" },
      "POST",
      "/",
      new URLSearchParams({ Version: "2010-05-08", ...parameters }).toString(),
    );
  }

  /** Calls EKS as an account's root; the answer is JSON. */
  async eks(
    cluster: { readonly account: string; readonly region: string },
    method: string,
    target: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly value: unknown }> {
    const { account, region } = cluster;
    const { status, body: answer } = await this.signed(
      { account, region, service: "eks" },
      method,
      target,
      body === undefined ? "" : JSON.stringify(body),
    );
    return { status, value: JSON.parse(answer.toString() || "{}") as unknown };
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The lines of a canonical request for a target's path and query. */
function canonicalTarget(target: string, service: string): [string, string] {
  const [path = "/", query = ""] = target.split("?");
  return [
    // All services but S3 encode the path, which is encoded already, once more.
    service === "s3" ? path : path.split("/").map(encode).join("/"),
    [...new URLSearchParams(query)]
      .map((pair) => pair.map(encode).join("="))
      .sort()
      .join("&"),
  ];
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
