import { join } from "node:path";
import {
  githubApi,
  githubComments,
  writeStickyComment,
} from "../../modules/pull-request";
import { commentMarker } from "../../modules/review-report";
import { repository } from "../support/project-folder";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import {
  bot,
  json,
  startMockGithub,
  token,
  type MockGithub,
} from "./mock-github";

const marker = commentMarker("prod");
const waits: number[] = [];
let github: MockGithub;

beforeEach(async () => {
  waits.length = 0;
  github = await startMockGithub();
});

function write(text: string, first = marker): Promise<number> {
  const place = githubComments({
    api: githubApi({
      url: github.url,
      token,
      permissions: "pull-requests: write",
      wait: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    }),
    repository: "acme/app",
    pullRequest: 7,
    author: bot,
  });
  return writeStickyComment(place, `${first}\n\n${text}\n`);
}

const texts = (): readonly string[] =>
  github.comments().map(({ body }) => body.split("\n")[2] ?? "");

test("the first run writes a comment, later ones update it", async () => {
  const id = await write("one");
  expect(await write("two")).toBe(id);
  expect(texts()).toEqual(["two"]);
});

test("each environment has a comment of its own", async () => {
  await write("prod");
  await write("dev", commentMarker("dev"));
  await write("prod again");
  expect(texts()).toEqual(["prod again", "dev"]);
});

test("the comment is found behind hundreds of others", async () => {
  for (let count = 0; count < 250; count++) github.add("dev", "words");
  await write("one");
  await write("two");
  expect(github.comments()).toHaveLength(251);
  expect(github.comments().at(-1)?.body).toContain("two");
});

test("nobody else's comment is touched, whatever it begins with", async () => {
  github.add("mallory", `${marker}\n\nforged\n`);
  github.add(bot, `words\n${marker}\n`);
  github.add(bot, `${marker} and more\n`);
  await write("one");
  expect(github.comments()).toHaveLength(4);
  expect(github.comments().at(-1)?.body).toBe(`${marker}\n\none\n`);
});

test("two runs at once leave one comment", async () => {
  await Promise.all([write("one"), write("two"), write("three")]);
  expect(
    github.requests.filter((one) => one.startsWith("POST")).length,
  ).toBeGreaterThan(1);
  expect(texts()).toHaveLength(1);
  expect(["one", "two", "three"]).toContain(texts()[0]);
});

test("of comments that earlier runs left twice, the first is kept", async () => {
  github.add(bot, `${marker}\n\na\n`);
  github.add("dev", "words");
  github.add(bot, `${marker}\n\nb\n`);
  expect(await write("one")).toBe(1);
  expect(github.comments().map(({ id }) => id)).toEqual([1, 2]);
  expect(texts()[0]).toBe("one");
});

test("a comment that somebody deletes meanwhile is written anew", async () => {
  const id = await write("one");
  // The list still has it, the update finds it gone.
  github.answers.push(
    json(200, [{ id, body: `${marker}\n`, user: { login: bot } }]),
    json(200, []),
    json(404, { message: "Not Found" }),
    json(200, []),
  );
  await write("two");
  expect(github.requests.filter((one) => one.startsWith("POST"))).toHaveLength(
    2,
  );
  expect(texts()).toEqual(["two"]);
});

test("a body that GitHub would refuse is refused before it is sent", async () => {
  await expect(write("x".repeat(65_536))).rejects.toThrow(
    "a comment has at most 65536 characters",
  );
  await expect(write("x", "no marker")).rejects.toThrow("marker comment");
  expect(github.requests).toEqual([]);
});

test("the longest report is taken", async () => {
  const room = 65_536 - marker.length - 3;
  await write("x".repeat(room));
  expect(github.comments()).toHaveLength(1);
});

test.each([
  [401, "Bad credentials", "the token is not valid"],
  [403, "Resource not accessible by integration", "pull-requests: write"],
  [404, "Not Found", "no such repository, pull request or run"],
  [301, "Moved Permanently", "the repository has moved"],
])("an answer %d is told with what to do", async (status, message, advice) => {
  github.answers.push(
    json(
      status,
      { message },
      status === 301 ? { Location: "http://127.0.0.1:9/" } : {},
    ),
  );
  const failure = write("one");
  await expect(failure).rejects.toThrow(`GitHub answered ${status} to GET`);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toThrow(advice);
  expect(github.requests).toHaveLength(1);
});

test("an answer can't write to the terminal", async () => {
  github.answers.push(json(401, { message: "\u001b[31mred" }));
  await expect(write("one")).rejects.toThrow("\\u{1B}[31mred");
});

test("waits as long as GitHub asks, and tries again", async () => {
  github.answers.push(
    json(403, { message: "secondary rate limit" }, { "Retry-After": "7" }),
    json(502, { message: "Bad Gateway" }),
  );
  await write("one");
  expect(waits).toEqual([7_000, 1_000]);
  expect(texts()).toEqual(["one"]);
});

test("gives up where GitHub asks for too long, or fails again and again", async () => {
  github.answers.push(
    json(429, { message: "slow down" }, { "Retry-After": "3600" }),
  );
  await expect(write("one")).rejects.toThrow("GitHub answered 429");
  github.answers.push(...Array.from({ length: 4 }, () => json(500, {})));
  await expect(write("one")).rejects.toThrow("GitHub answered 500");
  expect(github.comments()).toEqual([]);
});

test.each([
  "http://api.github.com",
  "ftp://example.com",
  "http://localhost.example.com",
])("a token is not sent to %s", (url) => {
  expect(() => githubApi({ url, token, permissions: "" })).toThrow(
    "must be an https one",
  );
});

describe("npm run comment", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const command = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) =>
    run(
      process.execPath,
      ["cli/start.mjs", "cli/comment.ts", "--pull-request", "7", ...args],
      {
        cwd: repository,
        env: {
          GITHUB_TOKEN: token,
          GITHUB_API_URL: github.url,
          GITHUB_REPOSITORY: "acme/app",
          ...env,
        },
      },
    );
  const file = (text = `${marker}\n\nfrom the command\n`): string =>
    join(temporaryFolder({ "review.md": text }), "review.md");

  test("writes the file's text by its variables, and names the commit", async () => {
    expect(await command(["--file", file(), "--commit", commit])).toEqual({
      status: 0,
      stdout: "comment 1 is written\n",
      stderr: "",
    });
    expect(github.comments()[0]?.body).toBe(
      `${marker}\n\nReviewed: commit \`0123456789ab\`. A commit after it has no review until this line names it.\n\n\nfrom the command\n`,
    );
  });

  test("says that a review failed in place of an earlier review, and a later review in place of that", async () => {
    await write("an earlier review");
    await write("of another environment", commentMarker("dev"));
    const failed = await command(["--failed", "prod", "--commit", commit]);
    expect(failed.status).toBe(0);
    expect(github.comments().map(({ body }) => body)).toEqual([
      expect.stringMatching(
        /^<!-- .* review of prod -->\n[^]*\*\*The review of commit `0123456789ab` failed: nobody knows/,
      ),
      expect.stringContaining("of another environment"),
    ]);
    expect(github.comments()[0]?.body).not.toContain("an earlier review");
    await command(["--file", file(), "--commit", commit]);
    expect(github.comments()).toHaveLength(2);
    expect(github.comments()[0]?.body).toContain("from the command");
  });

  test("has room for the longest review", async () => {
    const longest = `${marker}\n`.padEnd(65_000, "x");
    const { status } = await command([
      "--file",
      file(longest),
      "--commit",
      commit,
    ]);
    expect(status).toBe(0);
  });

  test.each<[string, () => readonly string[], string]>([
    ["no commit", () => ["--file", file()], "required option '--commit <sha>'"],
    [
      "what is no commit",
      () => ["--file", file(), "--commit", "`@all`"],
      'a commit is written as 40 hexadecimal digits, got "`@all`"',
    ],
    [
      "neither a review nor that it failed",
      () => ["--commit", commit],
      "give one of --file and --failed",
    ],
    [
      "both",
      () => ["--file", file(), "--failed", "prod", "--commit", commit],
      "give --file or --failed, and not both",
    ],
    [
      "a file that isn't there",
      () => ["--file", "/nosuch", "--commit", commit],
      "no such file",
    ],
    [
      "a file that is no review",
      () => ["--file", file("words"), "--commit", commit],
      "does not begin with a marker",
    ],
    [
      "a name that ends the marker",
      () => ["--failed", "prod -->", "--commit", commit],
      "no marker can be made of",
    ],
  ])("%s ends with 1 before anything is sent", async (_, args, message) => {
    const { status, stdout, stderr } = await command(args());
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(github.requests).toEqual([]);
  });

  test("ends with 1 and no stack trace, and never shows the token", async () => {
    const args = ["--file", file(), "--commit", commit];
    const { status, stdout, stderr } = await command(args, {
      GITHUB_TOKEN: "ghs_wrong",
    });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error: GitHub answered 401 .*\n$/);
    expect(stderr).not.toContain("ghs_wrong");
    expect((await command(args, { GITHUB_TOKEN: "" })).stderr).toBe(
      "error: the variable GITHUB_TOKEN is not set\n",
    );
  });
});
