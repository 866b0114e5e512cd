export { GithubApi, GithubError, type GithubApiProps } from "./github-api";
export { writeStickyComment, type StickyCommentProps } from "./sticky-comment";
