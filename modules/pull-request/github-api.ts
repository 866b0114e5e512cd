import { RestApi } from "./rest-api";

export interface GithubApiProps {
  /** Such as `https://api.github.com`; GitHub Enterprise Server has another. */
  readonly url: string;
  readonly token: string;
  /** What the token has to be allowed to do, as a job's `permissions` say it; told where GitHub refuses. */
  readonly permissions: string;
  /** Waits between two tries. @default by a timer */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * GitHub's REST API.
 *
 * @throws Error on an address that would send the token in clear
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function githubApi(props: GithubApiProps): RestApi {
  const { url, token, permissions, wait } = props;
  return new RestApi({
    service: "GitHub",
    url,
    headers: {
      Accept: "application/vnd.github+json",
      Authorization: `Bearer ${token}`,
      "X-GitHub-Api-Version": "2022-11-28",
    },
    advice: {
      301: "the repository has moved; use its new name",
      401: "the token is not valid",
      403: `the token may not do this; give the job the permissions ${permissions}. Runs for forks never have more than read`,
      404: "there is no such repository, pull request or run, or the token may not see it",
      422: "GitHub refuses what was sent",
    },
    ...(wait && { wait }),
  });
}
