import { serve } from "../../lab/front/http";
import { Upstream } from "../../lab/front/upstream";

/** An AWS endpoint that counts what is asked of it. */
export interface ApiCounter {
  readonly endpoint: string;
  /** How many requests there were since the last time that this was asked. */
  readonly take: () => number;
  readonly close: () => Promise<void>;
}

/** Starts an endpoint before another on this machine; the Host header, which is signed, stays. */
export async function startApiCounter(endpoint: string): Promise<ApiCounter> {
  const behind = new Upstream(Number(new URL(endpoint).port));
  let count = 0;
  const server = await serve({ host: "127.0.0.1", port: 0 }, (request) => {
    count++;
    const headers = { ...request.headers };
    delete headers.connection;
    delete headers["transfer-encoding"];
    return behind.send(request.method, request.target, headers, request.body);
  });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    close: async () => {
      await server.close();
      behind.close();
    },
  };
}
