/**
 * The path of a repository in GitHub's API.
 *
 * @param repository `owner/name`
 * @throws RangeError on anything else, as what would lead to another path
 */
export function repositoryPath(repository: string): string {
  const names = repository.split("/");
  if (
    names.length !== 2 ||
    names.some((name) => !/^[\w.-]+$/.test(name) || /^\.+$/.test(name))
  )
    throw new RangeError(
      `a repository is written as owner/name, got ${JSON.stringify(repository)}`,
    );
  return `/repos/${repository}`;
}
