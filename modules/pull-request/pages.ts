import type { RestApi } from "./rest-api";

const pageSize = 100;
/** Pages that are read: GitHub takes 2,500 comments to a pull request, and GitLab 5,000 to a merge request. */
const mostPages = 60;

/**
 * The entries of a list of GitHub or GitLab, page by page.
 *
 * @param path with its query, without `per_page` and `page`
 * @param read gives the entries of one page, and throws where it isn't as it should be
 * @throws Error on a list that is longer than any that was looked for: a part would pass for the whole
 * @see https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 * @see https://docs.gitlab.com/api/rest/#offset-based-pagination
 */
export async function readPages<Entry>(
  api: RestApi,
  path: string,
  read: (body: unknown) => readonly Entry[],
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  const query = `${path.includes("?") ? "&" : "?"}per_page=${pageSize}`;
  for (let page = 1; page <= mostPages; page++) {
    const { body } = await api.request("GET", `${path}${query}&page=${page}`);
    const found = read(body);
    entries.push(...found);
    if (found.length < pageSize) return entries;
  }
  throw new Error(
    `there are more than ${pageSize * mostPages} entries of ${path}`,
  );
}
