import {
  startServer,
  type Request,
  type Response,
} from "../support/loopback-server";
import { json, token } from "./mock-github";

export interface Run {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly head_sha: string;
  readonly head_branch: string | null;
  readonly head_repository: { readonly full_name: string } | null;
}

export interface Pull {
  readonly number: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly ref: string };
}

/** What the repository `acme/app` holds. */
export interface Repository {
  readonly main: string;
  readonly runs: readonly Run[];
  readonly pulls: readonly Pull[];
}

export interface MockRuns {
  readonly url: string;
  /** `METHOD /path?query`, in order. */
  readonly requests: readonly string[];
  /** Answers the next requests instead of GitHub, in order. */
  readonly answers: Response[];
}

/**
 * GitHub's answers on runs and pull requests, as its documentation shows them: lists begin with the newest, hold
 * `per_page` entries, and forks are told by their full name.
 *
 * @see https://docs.github.com/en/rest/actions/workflow-runs
 * @see https://docs.github.com/en/rest/pulls/pulls
 */
export async function startMockRuns(repository: Repository): Promise<MockRuns> {
  const requests: string[] = [];
  const answers: Response[] = [];
  const url = await startServer((request) => {
    requests.push(
      `${request.method} ${request.path}?${request.query.toString()}`,
    );
    return answers.shift() ?? answer(request, repository);
  });
  return { url, requests, answers };
}

function answer(request: Request, repository: Repository): Response {
  const { method, path, query, headers } = request;
  const { main, runs, pulls } = repository;
  if (headers.authorization !== `Bearer ${token}`)
    return json(401, { message: "Bad credentials" });
  const inRepository = /^\/repos\/acme\/app(\/.*)$/.exec(path)?.[1];
  if (method !== "GET" || inRepository === undefined)
    return json(404, { message: "Not Found" });
  const page = <Entry>(all: readonly Entry[]): readonly Entry[] => {
    const size = Math.min(Number(query.get("per_page") ?? 30), 100);
    const start = (Number(query.get("page") ?? 1) - 1) * size;
    return all.slice(start, start + size);
  };
  const newest = [...pulls].sort((left, right) => right.number - left.number);

  if (inRepository === "/git/ref/heads/main")
    return json(200, {
      ref: "refs/heads/main",
      object: { type: "commit", sha: main },
    });
  const [, id] = /^\/actions\/runs\/(\d+)$/.exec(inRepository) ?? [];
  const run = runs.find((one) => String(one.id) === id);
  if (run !== undefined) return json(200, run);
  if (inRepository === "/actions/workflows/plan.yml/runs") {
    const found = runs.filter(
      ({ path: file, event, head_sha: sha }) =>
        file.startsWith(".github/workflows/plan.yml") &&
        event === (query.get("event") ?? event) &&
        sha === (query.get("head_sha") ?? sha),
    );
    return json(200, {
      total_count: found.length,
      workflow_runs: page([...found].sort((left, right) => right.id - left.id)),
    });
  }
  const [, commit] =
    /^\/commits\/([0-9a-f]{40})\/pulls$/.exec(inRepository) ?? [];
  if (commit !== undefined)
    return json(
      200,
      page(
        newest.filter(
          ({ merge_commit_sha: merged, head }) =>
            merged === commit || head.sha === commit,
        ),
      ),
    );
  if (inRepository === "/pulls")
    return json(
      200,
      page(
        newest.filter(
          ({ head, merged_at: merged }) =>
            `${head.repo?.full_name.split("/")[0] ?? ""}:${head.ref}` ===
              (query.get("head") ?? "") &&
            (query.get("state") === "all" || merged === null),
        ),
      ),
    );
  return json(404, { message: "Not Found" });
}
