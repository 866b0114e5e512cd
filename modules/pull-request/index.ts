export { failureComment, reviewComment } from "./comment-text";
export { GithubApi, GithubError, type GithubApiProps } from "./github-api";
export type { GithubRepository } from "./github-runs";
export {
  findReviewedRun,
  type ReviewedRun,
  type ReviewedRunProps,
} from "./reviewed-run";
export { writeStickyComment, type StickyCommentProps } from "./sticky-comment";
