export { accessMap } from "./access-map";
export { accessMapAsHtml } from "./html";
export { accessMapAsJson } from "./json";
export { accessMapAsMarkdown } from "./markdown";
export { accessMapAsMermaid } from "./mermaid";
export type {
  AccessCluster,
  AccessMap,
  AccessRole,
  AccessServiceAccount,
  AccessStatement,
  AccessTrust,
  AccessWorkload,
} from "./model";
export {
  whoCan,
  whoCanAsMarkdown,
  type WhoCanAnswer,
  type WhoCanReason,
} from "./who-can";
