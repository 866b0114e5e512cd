import {
  startServer,
  type Request,
  type Response,
} from "../support/loopback-server";
import { json } from "./mock-github";

export interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number; readonly username: string };
  readonly system: boolean;
}

/** GitLab's notes on merge request 7 of the project `acme/app`, whose id is 42. */
export interface MockGitlab {
  /** As `CI_API_V4_URL` has it. */
  readonly url: string;
  /** In the order of their ids. */
  readonly notes: () => readonly Note[];
  readonly add: (author: number, body: string) => void;
  /** `METHOD /path?query`, in order. */
  readonly requests: readonly string[];
  /** Answers the next requests instead of GitLab, in order. */
  readonly answers: Response[];
}

export const gitlabToken = "glpat-example";
/** The user whose token it is. */
export const self = 11;
const merges =
  /^\/api\/v4\/projects\/(?:42|acme%2Fapp)\/merge_requests\/7\/notes(?:\/(\d+))?$/;

/**
 * Lists the newest first, as GitLab does.
 *
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
export async function startMockGitlab(): Promise<MockGitlab> {
  const kept = new Map<number, Note>();
  const requests: string[] = [];
  const answers: Response[] = [];
  let last = 300;
  const sorted = (): readonly Note[] =>
    [...kept.values()].sort((left, right) => left.id - right.id);
  const write = (author: number, body: string, id = ++last): Note => {
    const note = {
      id,
      body,
      author: { id: author, username: `user-${author}` },
      system: false,
    };
    kept.set(id, note);
    return note;
  };

  const answer = ({
    method,
    path,
    query,
    headers,
    body,
  }: Request): Response => {
    if (headers["private-token"] !== gitlabToken)
      return json(401, { message: "401 Unauthorized" });
    if (method === "GET" && path === "/api/v4/user")
      return json(200, { id: self, username: "project_42_bot", bot: true });
    const matched = merges.exec(path);
    if (matched === null)
      return json(404, { message: "404 Project Not Found" });
    const one = matched[1] === undefined ? undefined : Number(matched[1]);
    if (one === undefined && method === "GET") {
      const size = Math.min(Number(query.get("per_page") ?? 20), 100);
      const start = (Number(query.get("page") ?? 1) - 1) * size;
      return json(200, [...sorted()].reverse().slice(start, start + size));
    }
    if (one !== undefined && !kept.has(one))
      return json(404, { message: "404 Note Not Found" });
    if (one !== undefined && method === "DELETE") {
      kept.delete(one);
      return { status: 204 };
    }
    if (one === undefined ? method === "POST" : method === "PUT") {
      const { body: text } = JSON.parse(body) as { readonly body: string };
      if (text.length > 1_000_000)
        return json(400, {
          message: { note: ["is too long (maximum is 1000000 characters)"] },
        });
      return json(one === undefined ? 201 : 200, write(self, text, one));
    }
    return json(405, { error: "405 Not Allowed" });
  };

  const url = await startServer((request) => {
    const query = request.query.toString();
    requests.push(
      `${request.method} ${request.path}${query === "" ? "" : `?${query}`}`,
    );
    return answers.shift() ?? answer(request);
  });
  return {
    url: `${url}/api/v4`,
    requests,
    answers,
    notes: sorted,
    add: (author, body) => {
      write(author, body);
    },
  };
}
