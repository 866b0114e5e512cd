import { RestApi } from "./rest-api";

export interface GitlabApiProps {
  /** As the variable `CI_API_V4_URL` has it, such as `https://gitlab.com/api/v4`. */
  readonly url: string;
  /** A project's, group's or person's access token with the scope `api`: a job's own token can't write notes. */
  readonly token: string;
  /** Waits between two tries. @default by a timer */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * GitLab's REST API.
 *
 * @throws Error on an address that would send the token in clear
 * @see https://docs.gitlab.com/api/rest/
 */
export function gitlabApi({ url, token, wait }: GitlabApiProps): RestApi {
  return new RestApi({
    service: "GitLab",
    url,
    headers: { "PRIVATE-TOKEN": token },
    advice: {
      400: "GitLab refuses what was sent",
      401: "the token is not valid",
      403: "the token may not do this; it needs the scope api and the role Reporter",
      404: "there is no such project or merge request, or the token may not see it",
    },
    ...(wait && { wait }),
  });
}
