import { z } from "zod";
import { markerOf } from "./comment-text";
import { GithubError, type GithubApi } from "./github-api";
import { readPages } from "./pages";
import { repositoryPath } from "./repository-path";

export interface StickyCommentProps {
  readonly api: GithubApi;
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** Whose comments count as ours: anyone else can write the same first line. */
  readonly author: string;
  /** Its first line is the marker by which the comment is found again. */
  readonly body: string;
}

const comments = z.array(
  z.object({
    id: z.int(),
    body: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish(),
  }),
);

/** Longest body of a comment that GitHub takes, in characters. */
const longest = 65_536;
const attempts = 3;

/**
 * Writes a comment to a pull request, or updates the one that is there already, so that there is one. Of two
 * runs at once, each deletes all of our comments but the first: one is left, with the text of one of them.
 *
 * @returns the comment's id
 * @throws GithubError where GitHub refuses
 * @throws RangeError on a repository, marker or body that can't be right
 * @see https://docs.github.com/en/rest/issues/comments
 */
export async function writeStickyComment(
  props: StickyCommentProps,
): Promise<number> {
  const { body } = props;
  if (!Number.isSafeInteger(props.pullRequest) || props.pullRequest < 1)
    throw new RangeError("a pull request has a number from 1");
  markerOf(body);
  if (body.length > longest)
    throw new RangeError(
      `a comment has at most ${longest} characters, this one has ${body.length}`,
    );
  for (let left = attempts - 1; ; left--) {
    const id = await tryToWrite(props);
    if (id !== undefined) return id;
    if (left === 0)
      throw new GithubError("the comment goes whenever it is written", 404);
  }
}

/** Writes and tidies up; nothing where the comment went meanwhile. */
async function tryToWrite(
  props: StickyCommentProps,
): Promise<number | undefined> {
  const { api, body } = props;
  const [first] = await ownComments(props);
  if (first === undefined) {
    const { body: made } = await api.request("POST", pathOf(props), {
      body: { body },
    });
    const { id } = z.object({ id: z.int() }).parse(made);
    const all = [...new Set([...(await ownComments(props)), id])];
    const kept = Math.min(...all);
    return kept === id
      ? removeOthers(props, kept, all)
      : update(props, kept, all);
  }
  return update(props, first, await ownComments(props));
}

async function update(
  props: StickyCommentProps,
  kept: number,
  all: readonly number[],
): Promise<number | undefined> {
  const { api, repository, body } = props;
  const { status } = await api.request(
    "PATCH",
    `${repositoryPath(repository)}/issues/comments/${kept}`,
    { body: { body }, expected: [404] },
  );
  return status === 404 ? undefined : removeOthers(props, kept, all);
}

async function removeOthers(
  { api, repository }: StickyCommentProps,
  kept: number,
  all: readonly number[],
): Promise<number> {
  for (const id of all)
    if (id !== kept)
      await api.request(
        "DELETE",
        `${repositoryPath(repository)}/issues/comments/${id}`,
        {
          expected: [404],
        },
      );
  return kept;
}

/** Our comments with this marker, the oldest first. */
async function ownComments(
  props: StickyCommentProps,
): Promise<readonly number[]> {
  const marker = markerOf(props.body);
  const all = await readPages(props.api, pathOf(props), (body) =>
    comments.parse(body),
  );
  return all
    .filter(
      ({ body, user }) =>
        user?.login === props.author && body?.split(/\r?\n/, 1)[0] === marker,
    )
    .map(({ id }) => id)
    .sort((left, right) => left - right);
}

function pathOf({ repository, pullRequest }: StickyCommentProps): string {
  return `${repositoryPath(repository)}/issues/${pullRequest}/comments`;
}
