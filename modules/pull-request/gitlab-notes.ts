import * as z from "zod";
import type { CommentPlace } from "./comment-place";
import type { RestApi } from "./rest-api";

export interface GitlabNotesProps {
  readonly api: RestApi;
  /** The project's id, or its path as in `group/name`. */
  readonly project: string;
  /** The merge request's number in its project, its `iid`. */
  readonly mergeRequest: number;
}

const user = z.object({ id: z.int() });
const notes = z.array(
  z.object({ id: z.int(), body: z.string(), author: user.nullish() }),
);

/**
 * The notes on a merge request of GitLab. Those count as ours that the token's own user wrote.
 *
 * @throws RestError where GitLab refuses to say whose the token is
 * @throws RangeError on a number that can't be one
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 * @see https://docs.gitlab.com/user/project/quick_actions/
 */
export async function gitlabNotes(
  props: GitlabNotesProps,
): Promise<CommentPlace> {
  const { api, project, mergeRequest } = props;
  if (!Number.isSafeInteger(mergeRequest) || mergeRequest < 1)
    throw new RangeError("a merge request has a number from 1");
  const { body: self } = await api.request("GET", "/user");
  const { id: own } = user.parse(self);
  const list = `/projects/${encodeURIComponent(project)}/merge_requests/${mergeRequest}/notes`;
  return {
    api,
    list,
    one: (id) => `${list}/${id}`,
    update: "PUT",
    longest: 1_000_000,
    hasCommands: true,
    read: (body) =>
      notes.parse(body).map(({ id, body: text, author }) => ({
        id,
        body: text,
        isOurs: author?.id === own,
      })),
  };
}
