import { visibleText } from "../markup";

export interface GithubApiProps {
  /** Such as `https://api.github.com`; GitHub Enterprise Server has another. */
  readonly url: string;
  readonly token: string;
  /** What the token has to be allowed to do, as a job's `permissions` say it; told where GitHub refuses. */
  readonly permissions: string;
  /** Waits between two tries. @default by a timer */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface GithubResponse {
  readonly status: number;
  readonly body: unknown;
}

/** An answer of GitHub that ends the work, with what to do. */
export class GithubError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = "GithubError";
  }
}

const tries = 4;
/** Longest wait that an answer may ask for, in seconds. */
const longestWait = 60;

/**
 * GitHub's REST API, with the waits that it asks for. Follows no redirect: a token goes to the named host only.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export class GithubApi {
  readonly #props: GithubApiProps;

  /** @throws Error on an address that would send the token in clear, but to this machine. */
  constructor(props: GithubApiProps) {
    const { protocol, hostname } = new URL(props.url);
    const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    if (protocol !== "https:" && !(protocol === "http:" && isHere))
      throw new Error(
        `GitHub's address must be an https one, got ${JSON.stringify(props.url)}`,
      );
    this.#props = props;
  }

  /** @throws GithubError on any other status than a success or one that the caller expects. */
  async request(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    {
      body,
      expected = [],
    }: { readonly body?: unknown; readonly expected?: readonly number[] } = {},
  ): Promise<GithubResponse> {
    for (let left = tries - 1; ; left--) {
      const response = await this.#send(method, path, body);
      const text = await response.text();
      if (response.ok || expected.includes(response.status))
        return { status: response.status, body: parse(text) };
      const pause = pauseAfter(response);
      if (left === 0 || pause === undefined)
        throw new GithubError(
          this.#explain(`${method} ${path}`, response.status, text),
          response.status,
        );
      await (this.#props.wait ?? sleep)(pause * 1000);
    }
  }

  #explain(what: string, status: number, text: string): string {
    const answer = parse(text);
    const said =
      typeof answer === "object" && answer !== null && "message" in answer
        ? String(answer.message)
        : text;
    const todo =
      status === 403
        ? `the token may not do this; give the job the permissions ${this.#props.permissions}. Runs for forks never have more than read`
        : advice[status];
    return `GitHub answered ${status} to ${what}: ${visibleText(said.slice(0, 200))}${todo === undefined ? "" : `; ${todo}`}`;
  }

  #send(method: string, path: string, body: unknown): Promise<Response> {
    const { url, token } = this.#props;
    return fetch(`${url.replace(/\/+$/, "")}${path}`, {
      method,
      redirect: "manual",
      headers: {
        Accept: "application/vnd.github+json",
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        "User-Agent": "eks-workload-identity",
        "X-GitHub-Api-Version": "2022-11-28",
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const advice: Readonly<Record<number, string>> = {
  301: "the repository has moved; use its new name",
  401: "the token is not valid",
  404: "there is no such repository, pull request or run, or the token may not see it",
  422: "GitHub refuses what was sent",
};
