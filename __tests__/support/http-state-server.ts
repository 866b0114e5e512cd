import { startServer, type Response } from "./loopback-server";

/** A server that speaks Terraform's HTTP state protocol, and remembers what was asked. */
export interface HttpStateServer {
  readonly address: string;
  /** `METHOD /path`, in order. */
  readonly requests: readonly string[];
  /** Path -> the state that was written there. */
  readonly states: ReadonlyMap<string, string>;
  /** Path -> the lock that is held there. */
  readonly locks: Map<string, string>;
}

/**
 * Starts a server whose states are locked at `<state>/lock`. It takes a state only from who holds the lock.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/http
 */
export async function startHttpStateServer(): Promise<HttpStateServer> {
  const requests: string[] = [];
  const states = new Map<string, string>();
  const locks = new Map<string, string>();
  const address = await startServer(
    ({ method, path, query, body }): Response => {
      requests.push(`${method} ${path}`);
      const held = locks.get(path);
      switch (method) {
        case "LOCK":
          if (held !== undefined) return { status: 423, body: held };
          locks.set(path, body);
          return { status: 200 };
        case "UNLOCK":
          locks.delete(path);
          return { status: 200 };
        case "POST": {
          const lock = locks.get(`${path}/lock`);
          if (!lock?.includes(query.get("ID") ?? "no lock"))
            return { status: 409 };
          states.set(path, body);
          return { status: 200 };
        }
        case "GET": {
          const state = states.get(path);
          return state === undefined
            ? { status: 404 }
            : { status: 200, body: state };
        }
        default:
          return { status: 405 };
      }
    },
  );
  return { address, requests, states, locks };
}
