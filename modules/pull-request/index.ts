export type { CommentPlace } from "./comment-place";
export { failureComment, reviewComment } from "./comment-text";
export { githubApi, type GithubApiProps } from "./github-api";
export { githubComments, type GithubCommentsProps } from "./github-comments";
export type { GithubRepository } from "./github-runs";
export { gitlabApi, type GitlabApiProps } from "./gitlab-api";
export { gitlabNotes, type GitlabNotesProps } from "./gitlab-notes";
export {
  findReviewedRun,
  type ReviewedRun,
  type ReviewedRunProps,
} from "./reviewed-run";
export { writeStickyComment } from "./sticky-comment";
