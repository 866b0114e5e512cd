import { join } from "node:path";
import {
  gitlabApi,
  gitlabNotes,
  writeStickyComment,
} from "../../modules/pull-request";
import { commentMarker } from "../../modules/review-report";
import { repository } from "../support/project-folder";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import { json } from "./mock-github";
import {
  gitlabToken,
  self,
  startMockGitlab,
  type MockGitlab,
} from "./mock-gitlab";

const marker = commentMarker("prod");
let gitlab: MockGitlab;

beforeEach(async () => {
  gitlab = await startMockGitlab();
});

async function write(
  text: string,
  { first = marker, project = "42", waits = [] as number[] } = {},
): Promise<number> {
  const api = gitlabApi({
    url: gitlab.url,
    token: gitlabToken,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  const place = await gitlabNotes({ api, project, mergeRequest: 7 });
  return writeStickyComment(place, `${first}\n\n${text}\n`);
}

const texts = (): readonly string[] =>
  gitlab.notes().map(({ body }) => body.split("\n")[2] ?? "");

test("the first run writes a note, later ones update it", async () => {
  const id = await write("one");
  expect(await write("two")).toBe(id);
  expect(texts()).toEqual(["two"]);
  expect(gitlab.requests).toContain(
    `PUT /api/v4/projects/42/merge_requests/7/notes/${id}`,
  );
});

test("a project may be named by its path", async () => {
  await write("one", { project: "acme/app" });
  expect(texts()).toEqual(["one"]);
});

test("each environment has a note of its own, found behind hundreds of others", async () => {
  await write("prod");
  await write("dev", { first: commentMarker("dev") });
  for (let count = 0; count < 250; count++) gitlab.add(12, "words");
  await write("prod again");
  expect(gitlab.notes()).toHaveLength(252);
  expect(texts().slice(0, 2)).toEqual(["prod again", "dev"]);
  expect(gitlab.requests.filter((one) => one.includes("page=3"))).toHaveLength(
    2,
  );
});

test("nobody else's note is touched, whatever it begins with", async () => {
  gitlab.add(12, `${marker}\n\nforged\n`);
  gitlab.add(self, `words\n${marker}\n`);
  await write("one");
  expect(gitlab.notes()).toHaveLength(3);
  expect(texts()).toEqual(["forged", "", "one"]);
});

test("of notes that two runs at once left, one is kept", async () => {
  await Promise.all([write("one"), write("two")]);
  gitlab.add(self, `${marker}\n\nleft\n`);
  await write("three");
  expect(texts()).toEqual(["three"]);
});

test("a note that somebody deletes meanwhile is written anew", async () => {
  const id = await write("one");
  const before = gitlab.requests.length;
  const old = { id, body: `${marker}\n`, author: { id: self } };
  gitlab.answers.push(
    json(200, { id: self }),
    json(200, [old]),
    json(200, [old]),
    json(404, { message: "404 Note Not Found" }),
    json(200, []),
  );
  await write("two");
  expect(gitlab.requests.slice(before).map((one) => one.split(" ")[0])).toEqual(
    ["GET", "GET", "GET", "PUT", "GET", "POST", "GET", "PUT", "DELETE"],
  );
  expect(texts()).toEqual(["two"]);
});

test.each(["/merge", "````\n```\n/approve\n````", "\t/label ~x", "\r\n/close"])(
  "%j could be run as a command, and is not sent",
  async (text) => {
    await expect(write(text)).rejects.toThrow("may be a command");
    expect(gitlab.requests).toEqual(["GET /api/v4/user"]);
  },
);

test("paths in the middle of a line are sent", async () => {
  await write("`/workloads/` and arn:aws:iam::1:role/x");
  expect(gitlab.notes()).toHaveLength(1);
});

test("a note has at most a million characters", async () => {
  const room = 1_000_000 - marker.length - 3;
  await write("x".repeat(room));
  expect(gitlab.notes()).toHaveLength(1);
  await expect(write("x".repeat(room + 1))).rejects.toThrow(
    "a comment has at most 1000000 characters, this one has 1000001",
  );
});

test.each([
  [400, { note: ["is too long"] }, "GitLab refuses what was sent"],
  [401, "401 Unauthorized", "the token is not valid"],
  [403, "403 Forbidden", "it needs the scope api and the role Reporter"],
  [404, "404 Project Not Found", "no such project or merge request"],
])("an answer %d is told with what to do", async (status, message, advice) => {
  gitlab.answers.push(json(200, { id: self }), json(status, { message }));
  const failure = write("one");
  await expect(failure).rejects.toThrow(
    `GitLab answered ${status} to GET /projects/42/merge_requests/7/notes`,
  );
  await expect(failure).rejects.toThrow(
    typeof message === "string" ? message : '{"note":["is too long"]}',
  );
  await expect(failure).rejects.toThrow(advice);
});

test("waits as long as GitLab asks, and tries again", async () => {
  const waits: number[] = [];
  gitlab.answers.push(
    json(429, { message: "Too many requests" }, { "Retry-After": "5" }),
  );
  await write("one", { waits });
  expect(waits).toEqual([5_000]);
  expect(texts()).toEqual(["one"]);
});

test.each(["http://gitlab.example.com/api/v4", "http://localhost.example.com"])(
  "a token is not sent to %s",
  (url) => {
    expect(() => gitlabApi({ url, token: gitlabToken })).toThrow(
      "GitLab's address must be an https one",
    );
  },
);

test("a merge request has a number", async () => {
  const api = gitlabApi({ url: gitlab.url, token: gitlabToken });
  await expect(
    gitlabNotes({ api, project: "42", mergeRequest: 0 }),
  ).rejects.toThrow("a merge request has a number from 1");
});

describe("npm run comment -- --merge-request", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const command = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) =>
    run(
      process.execPath,
      [
        "cli/start.mjs",
        "cli/comment.ts",
        "--commit",
        commit,
        "--file",
        join(
          temporaryFolder({ "review.md": `${marker}\n\nfrom the command\n` }),
          "review.md",
        ),
        ...args,
      ],
      {
        cwd: repository,
        env: {
          GITLAB_TOKEN: gitlabToken,
          CI_API_V4_URL: gitlab.url,
          CI_PROJECT_ID: "42",
          ...env,
        },
      },
    );

  test("writes the review and its commit by the variables of a job", async () => {
    expect(await command(["--merge-request", "7"])).toEqual({
      status: 0,
      stdout: "comment 301 is written\n",
      stderr: "",
    });
    expect(gitlab.notes()[0]?.body).toContain(
      "Reviewed: commit `0123456789ab`.",
    );
    expect(gitlab.notes()[0]?.body).toContain("from the command");
  });

  test.each(["GITLAB_TOKEN", "CI_API_V4_URL", "CI_PROJECT_ID"])(
    "says that %s is missing",
    async (name) => {
      expect(await command(["--merge-request", "7"], { [name]: "" })).toEqual({
        status: 1,
        stdout: "",
        stderr: `error: the variable ${name} is not set\n`,
      });
    },
  );

  test.each([
    [[], "error: give one of --pull-request and --merge-request\n"],
    [
      ["--merge-request", "7", "--pull-request", "7"],
      "error: give --pull-request or --merge-request, and not both\n",
    ],
  ])("%j names no one place", async (args, message) => {
    const { status, stderr } = await command(args);
    expect(status).toBe(1);
    expect(stderr).toBe(message);
    expect(gitlab.requests).toEqual([]);
  });

  test("never shows the token", async () => {
    const { status, stderr } = await command(["--merge-request", "7"], {
      GITLAB_TOKEN: "glpat-wrong",
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: GitLab answered 401 .*\n$/);
    expect(stderr).not.toContain("glpat-wrong");
  });
});
