import { visibleText } from "../markup";

export interface RestApiProps {
  /** Who answers, as it is called in messages. */
  readonly service: string;
  /** What comes before every path. */
  readonly url: string;
  /** Sent with every request: the token among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a person can do about a status. */
  readonly advice: Readonly<Record<number, string>>;
  /** Waits between two tries. @default by a timer */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface RestResponse {
  readonly status: number;
  readonly body: unknown;
}

/** An answer that ends the work, with what to do. */
export class RestError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = "RestError";
  }
}

const tries = 4;
/** Longest wait that an answer may ask for, in seconds. */
const longestWait = 60;

/** A REST API of JSON, with the waits that it asks for. Follows no redirect: a token goes to the named host only. */
export class RestApi {
  readonly #props: RestApiProps;

  /** @throws Error on an address that would send the token in clear, but to this machine. */
  constructor(props: RestApiProps) {
    const { protocol, hostname } = new URL(props.url);
    const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    if (protocol !== "https:" && !(protocol === "http:" && isHere))
      throw new Error(
        `${props.service}'s address must be an https one, got ${JSON.stringify(props.url)}`,
      );
    this.#props = props;
  }

  /** @throws RestError on any other status than a success or one that the caller expects. */
  async request(
    method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
    path: string,
    {
      body,
      expected = [],
    }: { readonly body?: unknown; readonly expected?: readonly number[] } = {},
  ): Promise<RestResponse> {
    for (let left = tries - 1; ; left--) {
      const response = await this.#send(method, path, body);
      const text = await response.text();
      if (response.ok || expected.includes(response.status))
        return { status: response.status, body: parse(text) };
      const pause = pauseAfter(response);
      if (left === 0 || pause === undefined)
        throw new RestError(
          this.#explain(`${method} ${path}`, response.status, text),
          response.status,
        );
      await (this.#props.wait ?? sleep)(pause * 1000);
    }
  }

  #explain(what: string, status: number, text: string): string {
    const { service, advice } = this.#props;
    const todo = advice[status];
    return `${service} answered ${status} to ${what}: ${visibleText(messageOf(text).slice(0, 200))}${todo === undefined ? "" : `; ${todo}`}`;
  }

  #send(method: string, path: string, body: unknown): Promise<Response> {
    const { url, headers } = this.#props;
    return fetch(`${url.replace(/\/+$/, "")}${path}`, {
      method,
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "eks-workload-identity",
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Seconds to wait before another try; undefined where none would help. */
function pauseAfter({ status, headers }: Response): number | undefined {
  if (status >= 500) return 1;
  if (status !== 403 && status !== 429) return undefined;
  const asked = headers.get("retry-after");
  const seconds = asked === null ? NaN : Number(asked);
  return seconds >= 0 && seconds <= longestWait ? seconds : undefined;
}

/** What an answer says, which may have a form of its own for each fault. */
function messageOf(text: string): string {
  const answer = parse(text);
  if (typeof answer !== "object" || answer === null || !("message" in answer))
    return text;
  const { message } = answer;
  return typeof message === "string" ? message : JSON.stringify(message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
