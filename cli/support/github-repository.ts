import type { Command } from "commander";
import { githubApi, type GithubRepository } from "../../modules/pull-request";
import { setting } from "./setting";

/** What the help of a command says of the variables that `githubRepository` reads. */
export const githubVariables = `  GITHUB_API_URL     GitHub's API (default: https://api.github.com)
  GITHUB_REPOSITORY  the repository, owner/name, where --repository names none`;

/**
 * The repository that a command works on; where the variables that it needs aren't set, the command ends and says so.
 *
 * @param permissions that GITHUB_TOKEN has to have, as a job's `permissions` say it
 */
export function githubRepository(
  command: Command,
  named: string | undefined,
  permissions: string,
): GithubRepository {
  const repository = named ?? setting("GITHUB_REPOSITORY");
  const token = setting("GITHUB_TOKEN");
  if (token === undefined)
    command.error("error: the variable GITHUB_TOKEN is not set");
  if (repository === undefined)
    command.error("error: name the repository by --repository");
  return {
    api: githubApi({
      url: setting("GITHUB_API_URL") ?? "https://api.github.com",
      token,
      permissions,
    }),
    repository,
  };
}
