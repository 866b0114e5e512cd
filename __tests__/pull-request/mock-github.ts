import {
  startServer,
  type Request,
  type Response,
} from "../support/loopback-server";

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

/** GitHub's comments of pull request 7 of `acme/app`, with the limits that the real one has. */
export interface MockGithub {
  readonly url: string;
  /** In the order of their ids. */
  readonly comments: () => readonly Comment[];
  readonly add: (login: string, body: string) => void;
  /** `METHOD /path?query`, in order. */
  readonly requests: readonly string[];
  /** Answers the next requests instead of GitHub, in order. */
  readonly answers: Response[];
}

export const bot = "github-actions[bot]";
export const token = "ghs_example";
const comments = "/repos/acme/app/issues/7/comments";
const one = /^\/repos\/acme\/app\/issues\/comments\/(\d+)$/;

/** @see https://docs.github.com/en/rest/issues/comments */
export async function startMockGithub(): Promise<MockGithub> {
  const kept = new Map<number, Comment>();
  const requests: string[] = [];
  const answers: Response[] = [];
  let last = 0;
  const write = (login: string, body: string, id = ++last): Comment => {
    const comment = { id, body, user: { login } };
    kept.set(id, comment);
    return comment;
  };

  const answer = (request: Request): Response => {
    const { method, path, query, headers, body } = request;
    if (headers.authorization !== `Bearer ${token}`)
      return json(401, { message: "Bad credentials" });
    if (path === comments && method === "GET") {
      const size = Math.min(Number(query.get("per_page") ?? 30), 100);
      const start = (Number(query.get("page") ?? 1) - 1) * size;
      const all = [...kept.values()].sort((left, right) => left.id - right.id);
      return json(200, all.slice(start, start + size));
    }
    const id = Number(one.exec(path)?.[1]);
    const isKnown = kept.has(id);
    if (method === "DELETE" && isKnown) {
      kept.delete(id);
      return { status: 204 };
    }
    if (
      (path === comments && method === "POST") ||
      (method === "PATCH" && isKnown)
    ) {
      const { body: text } = JSON.parse(body) as { readonly body: string };
      if (text.length > 65_536)
        return json(422, {
          message: "Validation Failed",
          errors: ["body is too long (maximum is 65536 characters)"],
        });
      return method === "POST"
        ? json(201, write(bot, text))
        : json(200, write(bot, text, id));
    }
    return json(404, { message: "Not Found" });
  };

  const url = await startServer((request) => {
    const query = request.query.toString();
    requests.push(
      `${request.method} ${request.path}${query === "" ? "" : `?${query}`}`,
    );
    return answers.shift() ?? answer(request);
  });
  return {
    url,
    requests,
    answers,
    comments: () =>
      [...kept.values()].sort((left, right) => left.id - right.id),
    add: (login, body) => {
      write(login, body);
    },
  };
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return { status, body: JSON.stringify(body), headers };
}
