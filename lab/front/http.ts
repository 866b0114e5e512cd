import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request that was read whole. */
export interface LabRequest {
  readonly method: string;
  /** The request line's target, as sent. */
  readonly target: string;
  /** The target's path, decoded. */
  readonly path: string;
  /** The target's query, without its question mark. */
  readonly query: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface LabResponse {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

export interface LabServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** State of 500 workloads is below 4 MB; nobody sends more to a lab by right. */
const longestBody = 16 * 1024 * 1024;

/** Serves on one address until it is closed; a body over 16 MiB is refused with 413. */
export async function serve(
  address: { readonly host: string; readonly port: number },
  handle: (request: LabRequest) => Promise<LabResponse>,
): Promise<LabServer> {
  const server = http.createServer((request, response) => {
    answer(request, handle)
      .then((result) => {
        const headers = { ...result.headers };
        delete headers["transfer-encoding"];
        delete headers.connection;
        if (request.method !== "HEAD")
          headers["content-length"] = Buffer.byteLength(result.body);
        response.writeHead(result.status, headers);
        response.end(request.method === "HEAD" ? undefined : result.body);
      })
      .catch(() => request.socket.destroy());
  });
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: http.IncomingMessage,
  handle: (request: LabRequest) => Promise<LabResponse>,
): Promise<LabResponse> {
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      // The rest is read and thrown away, so that the client gets the answer.
      if (length <= longestBody) chunks.push(chunk);
    }
    if (length > longestBody) return text(413, "Request body is too large");
    const target = request.url ?? "/";
    const parts = splitTarget(target);
    if (parts === undefined) return text(400, "Request target is not plain");
    return await handle({
      method: request.method ?? "GET",
      target,
      ...parts,
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
  } catch (error) {
    return text(500, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Path and query of a target, or nothing where two programs could read it differently: another form than
 * `/path?query`, a fragment, dot segments, characters that are not encoded, an encoding that is none. Who
 * checks a request must see what the one behind sees.
 */
function splitTarget(
  target: string,
): Pick<LabRequest, "path" | "query"> | undefined {
  if (!target.startsWith("/") || target.includes("#")) return undefined;
  try {
    const url = new URL(`http://lab${target}`);
    return url.href === `http://lab${target}`
      ? { path: decodeURIComponent(url.pathname), query: url.search.slice(1) }
      : undefined;
  } catch {
    return undefined;
  }
}

export function text(status: number, body: string): LabResponse {
  return { status, headers: { "content-type": "text/plain" }, body };
}

export function json(value: unknown, status = 200): LabResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
