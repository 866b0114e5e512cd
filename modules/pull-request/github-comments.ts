import * as z from "zod";
import type { CommentPlace } from "./comment-place";
import type { GithubRepository } from "./github-runs";
import { repositoryPath } from "./repository-path";

export interface GithubCommentsProps extends GithubRepository {
  readonly pullRequest: number;
  /** Whose comments count as ours: anyone else can write the same first line. */
  readonly author: string;
}

const comments = z.array(
  z.object({
    id: z.int(),
    body: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish(),
  }),
);

/**
 * The comments on a pull request of GitHub.
 *
 * @throws RangeError on a repository or number that can't be one
 * @see https://docs.github.com/en/rest/issues/comments
 */
export function githubComments(props: GithubCommentsProps): CommentPlace {
  const { api, repository, pullRequest, author } = props;
  if (!Number.isSafeInteger(pullRequest) || pullRequest < 1)
    throw new RangeError("a pull request has a number from 1");
  const issues = `${repositoryPath(repository)}/issues`;
  return {
    api,
    list: `${issues}/${pullRequest}/comments`,
    one: (id) => `${issues}/comments/${id}`,
    update: "PATCH",
    longest: 65_536,
    hasCommands: false,
    read: (body) =>
      comments.parse(body).map(({ id, body: text, user }) => ({
        id,
        body: text ?? "",
        isOurs: user?.login === author,
      })),
  };
}
